"""The pages that merge two people or two companies, and that undo a merge."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from contactatonce.lib.admin import Admin, label
from contactatonce.lib.choices import is_key
from leads.models import Merge
from leads.services import merging

OTHER = "other"  # the value of a choice for the row that is removed


class Field(NamedTuple):
    """A field of two rows, and which value is chosen unless staff choose otherwise."""

    name: str
    label: str
    kept: str
    removed: str
    takes_other: bool

    @property
    def is_choice(self) -> bool:
        return bool(self.removed) and self.kept != self.removed


def compare(kept: Any, removed: Any) -> list[Field]:
    """Return the fields of two rows; an empty value gives way to one that is not."""
    found = []
    for name in merging.FIELDS[type(kept)]:
        mine, other = shown(kept, name), shown(removed, name)
        title = str(kept._meta.get_field(name).verbose_name).capitalize()
        found.append(Field(name, title, mine, other, bool(other) and not mine))
    return found


def shown(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return label(value) if hasattr(value, "_meta") else str(value or "")


class MergePages(Admin):
    """Mixin for people and companies: merge with another row, undo it within 30 days."""

    def get_urls(self) -> list[URLPattern]:
        base = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            ("<int:pk>/merge/<int:other>/", self.merge_view, f"{base}_merge"),
            ("<int:pk>/merges/<int:merge>/undo/", self.undo_view, f"{base}_undo_merge"),
        ]
        own = [path(url, self.admin_site.admin_view(view), name=name) for url, view, name in pages]
        return [*own, *super().get_urls()]

    def may_merge(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_perm("leads.add_merge") and self.has_change_permission(request)

    def row(self, request: HttpRequest, pk: int) -> Any:
        """Return a row for a user who may merge; raise PermissionDenied or Http404."""
        if not self.may_merge(request):
            raise PermissionDenied
        found = self.get_object(request, str(pk)) if is_key(str(pk)) else None
        if found is None:
            raise Http404
        return found

    def merge_view(self, request: Any, pk: int, other: int) -> HttpResponse:
        """Show both rows side by side, and merge them on POST."""
        kept, removed = self.row(request, pk), self.row(request, other)
        if kept == removed:
            raise Http404
        fields = compare(kept, removed)
        if request.method == "POST":
            taken = [each.name for each in fields if request.POST.get(each.name) == OTHER]
            return self.answer(request, kept.pk, self.do_merge, kept, removed, taken)
        context = {
            "kept": kept,
            "removed": removed,
            "fields": fields,
            "moves": merging.counts(removed),
            "opted_out": merging.opted_out(kept) | merging.opted_out(removed),
            "swapped": reverse(f"admin:leads_{self.opts.model_name}_merge", args=[other, pk]),
        }
        title = f"Merge “{label(removed)}” into “{label(kept)}”"
        return self.extra_page(request, "admin/leads/people/merge.html", title, **context)

    def undo_view(self, request: Any, pk: int, merge: int) -> HttpResponse:
        """Ask whether to undo a merge, and undo it on POST."""
        kept = self.row(request, pk)
        record = kept.merges.recent().filter(pk=merge).first() if is_key(str(merge)) else None
        if record is None:
            raise Http404
        if request.method == "POST":
            return self.answer(request, pk, self.do_undo, record)
        context = {"kept": kept, "record": record}
        return self.extra_page(request, "admin/leads/people/undo.html", "Undo the merge", **context)

    def answer(self, request: HttpRequest, pk: int, act: Any, *args: Any) -> HttpResponse:
        """Call `act`, and show the kept row with what it says, or why it refused."""
        try:
            self.message_user(request, act(request, *args), messages.SUCCESS)
        except merging.NotMerged as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return redirect(f"admin:leads_{self.opts.model_name}_change", pk)

    def do_merge(self, request: Any, kept: Any, removed: Any, taken: list[str]) -> str:
        self.log_change(request, kept, f"Merged with {removed}.")
        merging.merge(kept=kept, removed=removed, taken=taken, actor=request.user)
        return "Merged. You can undo this for 30 days."

    def do_undo(self, request: Any, record: Merge) -> str:
        kept = merging.undo(record=record, actor=request.user)
        self.log_change(request, kept, "Undid a merge.")
        return "The merge is undone."
