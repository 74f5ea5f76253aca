"""The list of pages, and a page's own settings; its sections are in sections.py."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from media.admin import PicksImages
from pages import services, warnings, wording
from pages.forms.kinds import KINDS
from pages.forms.page import PageForm
from pages.models import Page
from publishing import scheduling
from publishing.admin import PublishableAdmin
from publishing.services import Snapshot
from publishing.snapshots import Said

from .sections import SectionPages


@admin.register(Page)
class PageAdmin(PicksImages, SectionPages):
    form = PageForm
    change_form_template = "admin/pages/page/change_form.html"
    list_display = ["title", "path", "brand", "state_label", "updated_at"]
    search_fields = ["title", "path"]
    fieldsets = [
        (None, {"fields": ["brand", "path", "title", "description", "social_image"]}),
        ("Menu", {"fields": ["menu_place", "menu_label"]}),
        PublishableAdmin.publishing_fieldset,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the texts out of the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "pages_page_changelist"
        return rows.defer("sections") if is_list else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new page is written first, then put into the menu and published."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Without a time, publish a scheduled revision with its sections."""
        if form.scheduled and not form.later:
            obj.sections = form.scheduled.snapshot["sections"]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.later:
            return
        if form.changes_menu:
            place, label = form.cleaned_data["menu_place"], form.cleaned_data["menu_label"]
            services.place_in_menu(form.instance, place, label)
        warnings.tell(request, form.instance)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take the page out of the menu first, so that no entry below it changes its heading."""
        obj.lock()
        services.place_in_menu(obj, "", "")
        super().delete_model(request, obj)

    def response_add(
        self, request: Any, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Continue with the sections."""
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the sections; scroll to the errors, whichever section the editor came from."""
        if (obj := context["original"]) is not None:
            kwargs["form_url"] = "#content-start"
            scheduled = self.edited_revision(request, obj)
            shown = scheduling.preview(obj, scheduled.snapshot) if scheduled else obj
            context |= {
                "sections": self.rows(shown),
                "kinds": [(kind, found.label, found.purpose()) for kind, found in KINDS.items()],
                "warnings": list(warnings.of(shown)),
                "page_object": obj,
                "scheduled_query": self.query(scheduled),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def readable(self, snapshot: Snapshot) -> dict[str, Said]:
        """Return a snapshot with one entry per section, in the words of its form."""
        rest = {name: value for name, value in snapshot.items() if name != "sections"}
        rows = snapshot.get("sections") or []
        names = wording.names_of(rows)
        sections = {
            f"sections:{row['key']}": Said(
                names[row["key"]], wording.read(row["kind"], row["content"])
            )
            for row in rows
        }
        order = Said("Order of the sections", "\n".join(names.values()), names)
        return {**super().readable(rest), **sections, "sections:": order}
