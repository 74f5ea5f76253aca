"""The sections of a page: a form for each, and buttons that move, copy and delete them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST

from contactatonce.lib.choices import is_key
from contactatonce.lib.secret_pages import keep_secret
from pages import services, warnings, wording
from pages.forms.editor import SectionEditor
from pages.forms.wait import WAITS_ALREADY, WaitForm
from pages.models.pages import new_key
from pages.schema import KINDS, label_of
from publishing import changes, diff

CHANGED_MEANWHILE = "Somebody else changed this section meanwhile. Look at it again first."
OVER = {
    changes.TooLate: "Too late: that change has taken effect, or was called off. "
    "Saving now changes the page.",
    services.AlreadyWaits: WAITS_ALREADY,
}
WAITS = "The change waits. Until then the page stays as it is."
NOTHING_WAITS = "That is what the page says already, so nothing waits."


@dataclass(frozen=True)
class Row:
    """A section in the list of its page."""

    key: str
    label: str
    title: str
    is_first: bool
    is_last: bool
    stamp: int


class SectionPages:
    """Mixin for PageAdmin: the pages and deeds for sections."""

    def get_urls(self):
        wrap = self.wrap
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
                services.stamp(page, row["key"]),
            )
            for place, row in enumerate(page.sections)
        ]

    def found(self, page, key):
        """Return the row of the section `key`; 404 where it has gone or its kind has."""
        for row in page.sections:
            if row["key"] == key and row["kind"] in KINDS:
                return row
        raise Http404

    def opened_page(self, request, pk, *, to_change=True):
        """Return the page, as the change that `?change=` names has it, and that change or None."""
        page = self.get_for(request, pk, to_change=to_change)
        number = request.GET.get("change", "")
        if not number:
            return page, None
        change = get_object_or_404(page.scheduled_changes, pk=number if is_key(number) else 0)
        return changes.preview(page, change.snapshot), change

    def sections_of(self, page, change=None):
        """Return where the sections stand: those of now, or those of a change that waits."""
        return self.address("change", page.pk) + (f"?change={change.pk}" if change else "")

    def waiting_context(self, page, change):
        """Return what the list of sections needs: what they are of, and when to change them."""
        return {
            "change_query": f"?change={change.pk}" if change else "",
            "wait": None if change else WaitForm.offered(page, form="section-deeds"),
        }

    def back(self, page, key="", change=None):
        anchor = f"#section-{key}" if key else "#sections"
        return HttpResponseRedirect(self.sections_of(page, change) + anchor)

    def opened(self, request):
        value = request.POST.get("opened_stamp") or request.POST.get("opened_version", "")
        return int(value) if is_key(value) else 0

    def finish(self, request, page, key, when, words, log=""):
        """Say what was done, or that it waits, and return to the sections that it was done to."""
        waiting = changes.waiting_of(page) if when else None
        if when:
            words = WAITS if waiting else NOTHING_WAITS
            log = "Sections changed for a time."
        if log:
            self.log_change(request, page, log)
        if words:
            self.message_user(request, words)
        if not when:
            self.warn_of_change(request, page)
        return self.back(page, key, waiting)

    # Writing ----------------------------------------------------------------------------------

    def add_section(self, request, pk, kind):
        """A form for a new section, which stands at the end of the page once it is saved."""
        page, change = self.opened_page(request, pk)
        if kind not in KINDS:
            raise Http404
        if request.method != "POST":
            editor = SectionEditor.of(kind).on(page, "")
            return self.show_editor(request, page, editor, change=change)
        return self.take(request, page, kind, "", change)

    def change_section(self, request, pk, key):
        """The form of a section."""
        page, change = self.opened_page(request, pk)
        if request.method != "POST":
            row = self.found(page, key)
            editor = SectionEditor.of(row["kind"], row["content"]).on(page, key)
            return self.show_editor(request, page, editor, key, change=change)
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            raise Http404
        return self.take(request, page, kind, key, change)

    def take(self, request, page, kind, key, change):
        """Do what the button that was pressed says with the form that was sent."""
        if "rows" in request.POST:
            editor = SectionEditor.rearranged(kind, request.POST, request.POST["rows"])
            editor.on(page, key)
            return self.show_editor(request, page, editor, key, change=change)
        editor = SectionEditor.sent(kind, request.POST).on(page, key)
        wait = WaitForm(request.POST, page=page)
        if not editor.is_valid():
            return self.show_editor(request, page, editor, key, status=422, change=change)
        if "preview" in request.POST:
            changed = services.with_section(page, key or new_key(), kind, editor.content())
            return self.shown(request, changed)
        if not change and not wait.is_valid():
            return self.show_editor(request, page, editor, key, status=422, wait=wait)
        try:
            return self.save_section(request, page, editor, key, change or wait.moment)
        except services.SectionConflict as conflict:
            return self.show_conflict(request, page, editor, key, conflict, change)
        except (changes.TooLate, services.AlreadyWaits) as over:
            self.message_user(request, OVER[type(over)], messages.ERROR)
            return self.show_editor(request, page, editor, key, status=409)

    def save_section(self, request, page, editor, key, when):
        how = {"by": request.user, "when": when}
        content = editor.content()
        if key:
            how["opened"] = self.opened(request)
            services.change_section(page.pk, key, editor.kind, content, **how)
        else:
            key = services.add_section(page.pk, editor.kind, content, **how)
        if not when:
            page.refresh_from_db()
            warnings.tell(request, page)
        log = f"Section {key} saved."
        return self.finish(request, page, key, when, f"Saved: {editor.label}.", log)

    def show_editor(self, request, page, editor, key="", status=200, change=None, **context):
        label = editor.label
        query = f"?change={change.pk}" if change else ""
        version = context.pop("version", None)
        if version is None:
            now = services.stamp(page, key) if change else page.version
            version = self.opened(request) or now
        context.setdefault("wait", None if change else WaitForm.offered(page))
        response = self.section_page(
            request,
            page,
            label if key else f"New section: {label}",
            editor=editor,
            key=key,
            opened_version=version,
            sections_url=f"{self.sections_of(page, change)}#sections",
            action=f"{request.path}{query}",
            change=change,
            **context,
        )
        response.status_code = status
        return response

    def show_conflict(self, request, page, editor, key, conflict, change):
        """Show what both say, and what it said before either: who saves again takes his own."""
        was, mine, theirs = (
            wording.read(editor.kind, content) if content else ""
            for content in (conflict.original, editor.content(), conflict.theirs)
        )
        return self.show_editor(
            request,
            page,
            editor,
            key,
            status=409,
            change=change,
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
        return self.do(request, pk, key, services.move_section, step=-1)

    def down_section(self, request, pk, key):
        return self.do(request, pk, key, services.move_section, step=1)

    def duplicate_section(self, request, pk, key):
        return self.do(request, pk, key, services.duplicate_section)

    def delete_section(self, request, pk, key):
        words = "The section is deleted; the history still has it."
        log, opened = f"Section {key} deleted.", self.opened(request)
        return self.do(request, pk, key, services.delete_section, words, log, opened=opened)

    def do(self, request, pk, key, deed, words="", log="", **how):
        """Do something to a section, now or for a time, and return to where it stands then."""
        page, change = self.opened_page(request, pk)
        wait = WaitForm(request.POST, page=page)
        if change or wait.is_valid():
            when, problem = change or wait.moment, ""
            try:
                stands = deed(page.pk, key, by=request.user, when=when, **how)
            except services.SectionConflict:
                problem = CHANGED_MEANWHILE
            except (changes.TooLate, services.AlreadyWaits) as over:
                problem, change = OVER[type(over)], None
        else:
            problem = " ".join(wait.errors["takes_effect_at"])
        if problem:
            self.message_user(request, problem, messages.ERROR)
            return self.back(page, key, change)
        return self.finish(request, page, stands or "", when, words, log)

    # Looking ----------------------------------------------------------------------------------

    def shown(self, request, page):
        """Return `page` as visitors will see it, in its own site's design."""
        request.brand = page.brand
        return keep_secret(page.preview_response(request))
