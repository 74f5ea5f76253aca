"""Admin of posts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from blog.forms import PostForm
from blog.models import Post
from blog.text import render
from contactatonce.lib import markup
from media.admin import PicksImages
from publishing.admin import PublishableAdmin
from publishing.forms import in_words


@admin.register(Post)
class PostAdmin(PicksImages, PublishableAdmin):
    """Posts with their drafts, schedule and history."""

    form = PostForm
    list_display = ["title", "brand", "state_label", "when"]
    search_fields = ["title", "slug", "summary"]
    ordering = ["-pk"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["brand", "title", "slug", "summary", "body"]}),
        ("Picture and people", {"fields": ["cover", "authors"]}),
        ("Place", {"fields": ["tags", "new_tags", "series", "also_on", "takes_comments"]}),
        PublishableAdmin.publishing_fieldset,
    ]

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(require_POST(self.preview_text))
        return [path("preview-text/", view, name="blog_post_preview_text"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "blog_post_changelist":
            rows = rows.defer("body", "html", "contents")
        return rows.select_related("brand")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Use the form's own widgets, without the buttons that the admin adds to a select."""
        if db_field.name in {"authors", "tags", "also_on"}:
            kwargs["widget"] = forms.CheckboxSelectMultiple
            return db_field.formfield(**kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def preview_text(self, request: HttpRequest) -> Any:
        """Render a text as readers will see it, without saving anything.

        The script gets JSON for the preview pane; without script the button opens a page.
        """
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        try:
            article = render(request.POST.get("body", ""))
            problem, status = "", 200
        except markup.TooComplex as error:
            article, problem, status = None, str(error), 422
        if request.headers.get("Accept") == "application/json":
            data = {
                "html": article.html if article else "",
                "words": article.words if article else 0,
                "minutes": article.minutes if article else 0,
                "problems": article.problems if article else [problem],
            }
            return JsonResponse(data, status=status)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": request.POST.get("title") or "Without a title",
            "subtitle": "Preview",
            "summary": request.POST.get("summary", ""),
            "article": article,
            "problem": problem,
        }
        return TemplateResponse(request, "admin/blog/post/preview.html", context, status=status)

    @admin.display(description="published", ordering="publish_at")
    def when(self, post: Any) -> Any:
        return in_words(post.publish_at) or None
