"""The sections of a page: a form for each, and buttons that move, copy and delete them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from contactatonce.lib.secretpages import keep_secret
from contactatonce.pages import services, warnings
from contactatonce.pages.content.schema import KINDS, label_of
from contactatonce.pages.forms.editor import SectionEditor
from contactatonce.pages.models.pages import new_key, words_in
from contactatonce.publishing import diff

CHANGED_MEANWHILE = "Somebody else changed this section meanwhile. Look at it again first."


@dataclass(frozen=True)
class Row:
    """A section in the list of its page."""

    key: str
    label: str
    title: str
    is_first: bool
    is_last: bool


class SectionPages:
    """Mixin for PageAdmin: the pages and deeds for sections."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        section = "<int:pk>/sections/<slug:key>/"
        deeds = [
            path(
                f"{section}{deed}/",
                wrap(require_POST(getattr(self, f"{deed}_section"))),
                name=self.route(f"section_{deed}"),
            )
            for deed in ("up", "down", "duplicate", "delete")
        ]
        return [
            path("<int:pk>/preview/", wrap(self.preview), name=self.route("preview")),
            path(
                "<int:pk>/sections/add/<slug:kind>/",
                wrap(self.add_section),
                name=self.route("section_add"),
            ),
            *deeds,
            path(section, wrap(self.change_section), name=self.route("section")),
            *super().get_urls(),
        ]

    def rows(self, page):
        """Return the sections as the page's form lists them."""
        last = len(page.sections) - 1
        return [
            Row(
                row["key"],
                label_of(row["kind"]),
                row["content"].get("title") or "(without a title)",
                place == 0,
                place == last,
            )
            for place, row in enumerate(page.sections)
        ]

    def found(self, page, key):
        """Return the row of the section `key`; 404 where it has gone or its kind has."""
        for row in page.sections:
            if row["key"] == key and row["kind"] in KINDS:
                return row
        raise Http404

    def back(self, page_pk, key=""):
        anchor = f"#section-{key}" if key else "#sections"
        return HttpResponseRedirect(self.address("change", page_pk) + anchor)

    def opened(self, request):
        value = request.POST.get("opened_version", "")
        return int(value) if value.isdecimal() else 0

    # Writing ----------------------------------------------------------------------------------

    def add_section(self, request, pk, kind):
        """A form for a new section, which stands at the end of the page once it is saved."""
        page = self.get_for(request, pk)
        if kind not in KINDS:
            raise Http404
        if request.method != "POST":
            return self.show_editor(request, page, SectionEditor.of(kind))
        return self.take(request, page, kind, "")

    def change_section(self, request, pk, key):
        """The form of a section."""
        page = self.get_for(request, pk)
        if request.method != "POST":
            row = self.found(page, key)
            return self.show_editor(
                request, page, SectionEditor.of(row["kind"], row["content"]), key
            )
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            raise Http404
        return self.take(request, page, kind, key)

    def take(self, request, page, kind, key):
        """Do what the button that was pressed says with the form that was sent."""
        if "rows" in request.POST:
            editor = SectionEditor.rearranged(kind, request.POST, request.POST["rows"])
            return self.show_editor(request, page, editor, key)
        editor = SectionEditor.sent(kind, request.POST)
        if not editor.is_valid():
            return self.show_editor(request, page, editor, key, status=422)
        if "preview" in request.POST:
            changed = services.with_section(page, key or new_key(), kind, editor.content())
            return self.shown(request, changed)
        return self.save_section(request, page, editor, key)

    def save_section(self, request, page, editor, key):
        content = editor.content()
        try:
            if key:
                opened = self.opened(request)
                services.change_section(
                    page.pk, key, editor.kind, content, opened=opened, by=request.user
                )
            else:
                key = services.add_section(page.pk, editor.kind, content, by=request.user)
        except services.SectionConflict as conflict:
            return self.show_conflict(request, page, editor, key, conflict)
        page.refresh_from_db()
        self.log_change(request, page, f"Section {key} saved.")
        self.message_user(request, f"Saved: {editor.label}.")
        warnings.tell(request, page)
        return self.back(page.pk, key)

    def show_editor(self, request, page, editor, key="", status=200, **context):
        label = editor.label
        response = self.section_page(
            request,
            page,
            label if key else f"New: {label}",
            editor=editor,
            key=key,
            opened_version=context.pop("version", None) or self.opened(request) or page.version,
            sections_url=self.address("change", page.pk) + "#sections",
            **context,
        )
        response.status_code = status
        return response

    def show_conflict(self, request, page, editor, key, conflict):
        """Show what both say, and what it said before either: who saves again takes his own."""
        was, mine, theirs = (
            "\n".join(words_in(content or {}))
            for content in (conflict.original, editor.content(), conflict.theirs)
        )
        return self.show_editor(
            request,
            page,
            editor,
            key,
            status=409,
            version=conflict.version,
            conflict={
                "original": was,
                "mine": diff.words(was, mine),
                "theirs": diff.words(was, theirs),
                "is_deleted": conflict.theirs is None,
            },
        )

    # Moving -----------------------------------------------------------------------------------

    def up_section(self, request, pk, key):
        return self.moved(request, pk, key, -1)

    def down_section(self, request, pk, key):
        return self.moved(request, pk, key, 1)

    def moved(self, request, pk, key, step):
        page = self.get_for(request, pk)
        services.move_section(page.pk, key, step, by=request.user)
        return self.back(pk, key)

    def duplicate_section(self, request, pk, key):
        page = self.get_for(request, pk)
        copy = services.duplicate_section(page.pk, key, by=request.user)
        return self.back(pk, copy or "")

    def delete_section(self, request, pk, key):
        page = self.get_for(request, pk)
        try:
            services.delete_section(page.pk, key, opened=self.opened(request), by=request.user)
        except services.SectionConflict:
            self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
            return self.back(pk, key)
        self.log_change(request, page, f"Section {key} deleted.")
        self.message_user(request, "The section is deleted; the history still has it.")
        return self.back(pk)

    # Looking ----------------------------------------------------------------------------------

    def shown(self, request, page):
        """Return `page` as visitors will see it, in its own site's design."""
        request.brand = page.brand
        return keep_secret(page.preview_response(request))
