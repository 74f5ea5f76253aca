"""The sections of a page: a form for each, and buttons that move, copy and delete them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from contactatonce.lib.admin.versions import Difference
from contactatonce.lib.choices import key_of
from contactatonce.lib.secret_pages import keep_secret
from pages import services, warnings, wording
from pages.forms.editor import SectionEditor
from pages.forms.kinds import KINDS, label_of
from pages.models import Page
from pages.models.pages import new_key
from pages.services import Opened
from pages.views import preview
from publishing import diff, scheduling
from publishing.admin import PublishableAdmin

BUTTONS = ("up", "down", "duplicate", "delete")
CHANGED = "Someone else changed this section. Look at it again first."
DELETED = "deleted. Saving puts your section at the end of the page again."
TOO_LATE = (
    "Too late: the scheduled revision is live already, or was canceled. Saving now changes the "
    "live page."
)


@dataclass(frozen=True)
class Row:
    """A section in the list of its page."""

    key: str
    label: str
    title: str
    is_first: bool
    is_last: bool


class SectionPages(PublishableAdmin):
    """Base of PageAdmin: the pages and buttons for sections."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.wrap
        section = "<int:pk>/sections/<slug:key>/"
        acts = {name: getattr(self, f"{name}_section") for name in BUTTONS}
        actions = [
            path(f"{section}{name}/", wrap(require_POST(act)), name=self.route(f"section_{name}"))
            for name, act in acts.items()
        ]
        return [
            path("<int:pk>/preview/", wrap(self.preview), name=self.route("preview")),
            path(
                "<int:pk>/sections/add/<slug:kind>/",
                wrap(self.add_section),
                name=self.route("section_add"),
            ),
            *actions,
            path(section, wrap(self.change_section), name=self.route("section")),
            *super().get_urls(),
        ]

    def rows(self, page: Page) -> list[Row]:
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

    def found(self, page: Page, key: str) -> Any:
        """Return the row of the section `key`; raise Http404 if it or its kind no longer exists."""
        for row in page.sections:
            if row["key"] == key and row["kind"] in KINDS:
                return row
        raise Http404

    def opened_page(
        self, request: HttpRequest, pk: int, *, to_change: bool = True
    ) -> tuple[Page, Opened]:
        """Return the page and None, or with `?scheduled=` its scheduled text and that revision."""
        page = self.get_for(request, pk, to_change=to_change)
        number = request.GET.get("scheduled", "")
        if not number:
            return page, None
        found = get_object_or_404(page.scheduled_revisions, pk=key_of(number))
        return scheduling.preview(page, found.snapshot), found

    def query(self, scheduled: Opened) -> str:
        return f"?scheduled={scheduled.pk}" if scheduled else ""

    def back(self, page: Page, key: str = "", scheduled: Opened = None) -> HttpResponseRedirect:
        anchor = f"#section-{key}" if key else "#sections"
        change = self.address("change", page.pk)
        return HttpResponseRedirect(f"{change}{self.query(scheduled)}{anchor}")

    def version(self, request: HttpRequest) -> int:
        """Return the version of the live page that the editor opened."""
        return key_of(request.POST.get("opened_version", ""))

    def finish(
        self, request: Any, page: Page, key: str, scheduled: Opened, words: str, log: str = ""
    ) -> HttpResponseRedirect:
        """Report what was done, and return to the sections of the page or the revision."""
        if log:
            self.log_change(request, page, log)
        if words:
            self.message_user(request, words)
        if scheduled is None:
            self.warn_of_pending(request, page)
            return self.back(page, key)
        return self.back(page, key, scheduling.pending(page))

    # Writing ----------------------------------------------------------------------------------

    def add_section(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Show the form for a new section at the end of the page, or take it."""
        page, scheduled = self.opened_page(request, pk)
        if kind not in KINDS:
            raise Http404
        if request.method != "POST":
            editor = SectionEditor.of(kind).on(page, "")
            return self.show_editor(request, page, editor, scheduled=scheduled)
        return self.take(request, page, kind, "", scheduled)

    def change_section(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Show the form of a section, or take it."""
        page, scheduled = self.opened_page(request, pk)
        if request.method != "POST":
            row = self.found(page, key)
            editor = SectionEditor.of(row["kind"], row["content"]).on(page, key)
            return self.show_editor(request, page, editor, key, scheduled=scheduled)
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            raise Http404
        return self.take(request, page, kind, key, scheduled)

    def take(
        self, request: HttpRequest, page: Page, kind: str, key: str, scheduled: Opened
    ) -> HttpResponse:
        """Rearrange the rows of the form, preview it, or save it."""
        if "rows" in request.POST:
            editor = SectionEditor.rearranged(kind, request.POST, request.POST["rows"])
            editor.on(page, key)
            return self.show_editor(request, page, editor, key, scheduled=scheduled)
        editor = SectionEditor.sent(kind, request.POST).on(page, key)
        if not editor.is_valid():
            return self.show_editor(request, page, editor, key, status=422, scheduled=scheduled)
        if "preview" in request.POST:
            changed = services.with_section(page, key or new_key(), kind, editor.content())
            return self.shown(request, changed)
        try:
            return self.save_section(request, page, editor, key, scheduled)
        except services.SectionConflict as conflict:
            return self.show_conflict(request, page, editor, key, conflict)
        except scheduling.TooLate:
            self.message_user(request, TOO_LATE, messages.ERROR)
            return self.show_editor(request, page, editor, key, status=409)

    def save_section(
        self, request: Any, page: Page, editor: SectionEditor, key: str, scheduled: Opened
    ) -> HttpResponse:
        how: dict[str, Any] = {"by": request.user, "opened": scheduled}
        content = editor.content()
        if key:
            row = {"key": key, "kind": editor.kind, "content": content}
            services.change_section(page.pk, row, version=self.version(request), **how)
        else:
            key = services.add_section(page.pk, editor.kind, content, **how)
        if not scheduled:
            page.refresh_from_db()
            warnings.tell(request, page)
        log = f"Section {key} saved."
        return self.finish(request, page, key, scheduled, f"Saved: {editor.label}.", log)

    def show_editor(
        self,
        request: HttpRequest,
        page: Page,
        editor: SectionEditor,
        key: str = "",
        status: int = 200,
        scheduled: Opened = None,
        **context: Any,
    ) -> HttpResponse:
        label = editor.label
        version = context.pop("version", None) or self.version(request) or page.version
        query = self.query(scheduled)
        context = self.page(
            request,
            page,
            label if key else f"New section: {label}",
            editor=editor,
            key=key,
            opened_version=version,
            sections_url=f"{self.address('change', page.pk)}{query}#sections",
            action=f"{request.path}{query}",
            scheduled=scheduled,
            **context,
        )
        return TemplateResponse(request, "admin/pages/page/section.html", context, status=status)

    def show_conflict(
        self,
        request: HttpRequest,
        page: Page,
        editor: SectionEditor,
        key: str,
        conflict: services.SectionConflict,
    ) -> HttpResponse:
        """Show both texts; saving again stores the editor's own."""
        is_scheduled = "scheduled" in request.GET
        was, typed, stored = (
            wording.read(editor.kind, content) if content else ""
            for content in (conflict.original, editor.content(), conflict.theirs)
        )
        found = Difference("", editor.label, DELETED, diff.marked(was, typed))
        if conflict.theirs is not None:
            found = found._replace(stored=diff.marked(was, stored))
        return self.show_editor(
            request,
            page,
            editor,
            key,
            status=409,
            scheduled=scheduling.pending(page) if is_scheduled else None,
            version=conflict.version,
            conflict=[found],
        )

    # Moving -----------------------------------------------------------------------------------

    def up_section(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        return self.do(request, pk, key, services.move_section, step=-1)

    def down_section(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        return self.do(request, pk, key, services.move_section, step=1)

    def duplicate_section(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        return self.do(request, pk, key, services.duplicate_section)

    def delete_section(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        words = "The section is deleted; the history still has it."
        log, version = f"Section {key} deleted.", self.version(request)
        return self.do(request, pk, key, services.delete_section, words, log, version=version)

    def do(self, request: Any, pk: int, *args: Any, **how: Any) -> HttpResponse:
        """Run a service on a section, and return to the page with what was typed there."""
        return self.back_to_form(request, pk, self.act(request, pk, *args, **how).url)

    def act(
        self,
        request: Any,
        pk: int,
        key: str,
        action: Callable[..., str | bool | None],
        words: str = "",
        log: str = "",
        **how: Any,
    ) -> HttpResponseRedirect:
        """Run a service on a section; return a redirect to it."""
        page, scheduled = self.opened_page(request, pk)
        try:
            done = action(page.pk, key, by=request.user, opened=scheduled, **how)
        except services.SectionConflict:
            self.message_user(request, CHANGED, messages.ERROR)
            return self.back(page, key, scheduling.pending(page) if scheduled else None)
        except scheduling.TooLate:
            self.message_user(request, TOO_LATE, messages.ERROR)
            return self.back(page, key)
        shown = done if isinstance(done, str) else ""
        return self.finish(request, page, shown, scheduled, words, log if done else "")

    # Looking ----------------------------------------------------------------------------------

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the saved page as visitors see it, or the scheduled revision of `?scheduled=`."""
        page, _ = self.opened_page(request, pk, to_change=False)
        return self.shown(request, page)

    def shown(self, request: Any, page: Page) -> HttpResponse:
        """Return `page` as visitors will see it, in the design of its own site."""
        request.brand = page.brand
        return keep_secret(preview(request, page))
