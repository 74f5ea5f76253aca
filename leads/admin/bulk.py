"""Bulk actions on inquiries, each with a confirmation page."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from contactatonce.lib.admin import MOST_COUNTED, Admin
from contactatonce.lib.choices import key_of
from contactatonce.lib.counts import bounded_counts
from leads.services import undo, work
from leads.services.quarantine import release_many

from .lists import position
from .undo import keep_undo
from .work_forms import AssignForm, MoveForm

MOST_NAMED = 5
CARRIED = ("action", "select_across", "_selected_action", "filter", "count")
UNDONE = "Nothing was done. Look at the list and choose again."


class BulkActions(Admin):
    """Mixin for the changelist: assign, move, release, mark as not a lead."""

    actions = ["assign", "move", "release_them", "no_leads"]

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any
    ) -> HttpResponse | None:
        """Act only on the list that the page showed: the same filters, as many inquiries."""
        sent = request.POST
        listed = position(self, request, request.GET.urlencode())
        if sent.get("select_across") == "1":
            shown, wanted = key_of(sent.get("count", "")), queryset
        else:
            keys = {key_of(key) for key in sent.getlist("_selected_action")} - {0}
            shown, wanted = len(keys), queryset.filter(pk__in=keys)
        count = bounded_counts([wanted], MOST_COUNTED)[0]
        if listed.is_shown_in(sent) and count == shown:
            return super().response_action(request, queryset, *args)
        text = "The list has changed since you opened it: you chose {:,} inquiries, it has {:,}."
        self.message_user(request, f"{text.format(shown, count)} {UNDONE}", messages.ERROR)
        return None

    @admin.action(description="Assign to …", permissions=["change"])
    def assign(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return self.confirm(request, queryset, "assign", "Assign", AssignForm)

    @admin.action(description="Change state …", permissions=["change"])
    def move(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return self.confirm(request, queryset, "move", "Change the state of", MoveForm)

    @admin.action(description="Release from quarantine …", permissions=["change"])
    def release_them(self, request: Any, queryset: QuerySet[Any]) -> HttpResponse | None:
        if not self.is_confirmed(request):
            return self.confirm(request, queryset, "release_them", "Release")
        leads = list(queryset.prefetch_related(None).order_by("pk"))
        outcome = release_many(leads=leads, actor=request.user, cause="bulk action")
        self.report(request, outcome, "released")
        return None

    @admin.action(description="Mark as spam …", permissions=["change"])
    def no_leads(self, request: Any, queryset: QuerySet[Any]) -> HttpResponse | None:
        if not self.is_confirmed(request):
            return self.confirm(request, queryset, "no_leads", "Mark as spam:")
        outcome = work.mark_as_spam(leads=queryset, actor=request.user, cause="bulk action")
        self.report(request, outcome, "marked as spam")
        return None

    def confirm(
        self,
        request: Any,
        queryset: QuerySet[Any],
        action: str,
        verb: str,
        form_class: type[AssignForm] | type[MoveForm] | None = None,
    ) -> HttpResponse | None:
        """Show the confirmation page; once its form is valid, act and redirect to the list."""
        count = bounded_counts([queryset], MOST_COUNTED)[0]
        if not count or count > MOST_COUNTED:
            text = (
                "Select at least one inquiry."
                if not count
                else f"That is more than {MOST_COUNTED:,}: filter first."
            )
            self.message_user(request, text, messages.WARNING)
            return None
        sent = self.is_confirmed(request)
        form: Any = (
            form_class(request.POST if sent else None, leads=queryset) if form_class else None
        )
        if sent and form.is_valid():
            outcome = work.change_many(leads=queryset, actor=request.user, **form.cleaned_data)
            self.report(request, outcome, "changed")
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{verb} {count:,} {'inquiry' if count == 1 else 'inquiries'}",
            "form": form,
            "leads": queryset.select_related("inquiry").order_by("-pk")[:MOST_NAMED],
            "more": max(count - MOST_NAMED, 0),
            "list_in_words": position(self, request, request.GET.urlencode()).in_words,
            "carried": [(name, value) for name in CARRIED for value in request.POST.getlist(name)],
        }
        status = 422 if sent else 200
        return TemplateResponse(request, "admin/leads/lead/bulk.html", context, status=status)

    def is_confirmed(self, request: HttpRequest) -> bool:
        return "confirmed" in request.POST

    def report(self, request: Any, outcome: work.Outcome, action: str) -> None:
        """Report how many inquiries were changed, and why others were not; offer to undo it."""
        noun = "inquiry" if outcome.changed == 1 else "inquiries"
        text = f"{outcome.changed:,} {noun} {action}."
        self.message_user(request, text, messages.SUCCESS if outcome.changed else messages.INFO)
        keep_undo(request, undo.token_for(outcome.changes, actor=request.user), text)
        if outcome.refused:
            named = " ".join(outcome.refused[:MOST_NAMED])
            others = len(outcome.refused) - MOST_NAMED
            tail = f" And {others:,} more." if others > 0 else ""
            self.message_user(
                request, f"{len(outcome.refused):,} not changed. {named}{tail}", messages.WARNING
            )
