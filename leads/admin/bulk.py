"""Bulk actions on inquiries, each with a confirmation page."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from contactatonce.lib.admin import MOST_COUNTED, Admin
from leads.services import work
from leads.services.quarantine import release

from .work_forms import AssignForm, MoveForm

MOST_NAMED = 5


class BulkActions(Admin):
    """Mixin for the changelist: assign, move, release, mark as not a lead."""

    actions = ["assign", "move", "release_them", "no_leads"]

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
        released = sum(
            release(lead=lead, actor=request.user, cause="bulk action")
            for lead in list(queryset.order_by("pk"))
        )
        self.report(request, work.Outcome(released), "released")
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
        count = queryset.order_by()[: MOST_COUNTED + 1].count()
        if not count or count > MOST_COUNTED:
            text = (
                "Select at least one inquiry."
                if not count
                else f"That is more than {MOST_COUNTED:,}: filter first."
            )
            self.message_user(request, text, messages.WARNING)
            return None
        sent = self.is_confirmed(request)
        form: Any = form_class(request.POST if sent else None) if form_class else None
        if sent and form.is_valid():
            outcome = work.change_many(leads=queryset, actor=request.user, **form.cleaned_data)
            self.report(request, outcome, "changed")
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{verb} {count:,} {'inquiry' if count == 1 else 'inquiries'}",
            "form": form,
            "action": action,
            "leads": queryset.select_related("inquiry").order_by("-pk")[:MOST_NAMED],
            "more": max(count - MOST_NAMED, 0),
            "selected": request.POST.getlist("_selected_action"),
            "select_across": request.POST.get("select_across", "0"),
        }
        status = 422 if sent else 200
        return TemplateResponse(request, "admin/leads/lead/bulk.html", context, status=status)

    def is_confirmed(self, request: HttpRequest) -> bool:
        return "confirmed" in request.POST

    def report(self, request: HttpRequest, outcome: work.Outcome, action: str) -> None:
        """Report how many inquiries were changed, and why others were not."""
        self.message_user(
            request,
            f"{outcome.changed:,} {'inquiry' if outcome.changed == 1 else 'inquiries'} {action}.",
            messages.SUCCESS if outcome.changed else messages.INFO,
        )
        if outcome.refused:
            named = " ".join(outcome.refused[:MOST_NAMED])
            others = len(outcome.refused) - MOST_NAMED
            tail = f" And {others:,} more." if others > 0 else ""
            self.message_user(
                request, f"{len(outcome.refused):,} not changed. {named}{tail}", messages.WARNING
            )
