"""Admin of tags and series, with merging of tags."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from blog.models import Series, Tag
from blog.services import delete_topic, merge_tags, move_page, path_of
from contactatonce.lib.admin import Admin, VersionedAdmin


class OneBlogAdmin(VersionedAdmin, Admin):
    """Rows whose blog cannot be changed."""

    has_feeds = False
    is_short = True
    fixed_fields = ["brand"]
    list_select_related = ["brand"]
    list_filter = [("brand", admin.RelatedFieldListFilter)]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Redirect an old URL."""
        old = path_of(obj)
        super().save_model(request, obj, form, change)
        if old:
            move_page([obj.brand], old, obj.get_absolute_url(), has_feeds=self.has_feeds)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_topic(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for topic in queryset:
            delete_topic(topic)


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(
        Tag.objects.none(), label="Remaining tag", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, tags: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        target.queryset = tags


@admin.register(Tag)
class TagAdmin(OneBlogAdmin):
    list_display = ["name", "brand", "slug", "description"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["brand", "name", "slug", "description"]
    actions = ["merge"]
    has_feeds = True

    @admin.action(description="Merge the selected tags", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Ask which tag remains; it gets all posts, and the other URLs redirect to it."""
        if queryset.order_by().values("brand").distinct().count() != 1 or queryset.count() < 2:
            self.message_user(request, "Select two or more tags of one blog.", messages.ERROR)
            return None
        form = MergeForm(request.POST if "merge" in request.POST else None, tags=queryset)
        if form.is_valid():
            target = form.cleaned_data["target"]
            others = list(queryset.exclude(pk=target.pk))
            merge_tags(others, into=target)
            self.log_change(request, target, f"Merged {len(others)} tags into it.")
            self.message_user(request, f"{len(others)} tags were merged into “{target}”.")
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge tags",
            "opts": self.opts,
            "form": form,
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        }
        return TemplateResponse(request, "admin/blog/tag/merge.html", context)


@admin.register(Series)
class SeriesAdmin(OneBlogAdmin):
    list_display = ["title", "brand", "slug"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["brand", "title", "slug", "summary"]
