"""Actions on one row of the work queue, their undo, and the sign of new inquiries."""

import re
import time
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from contactatonce.accounts.models import User
from contactatonce.lib.admin import Admin
from contactatonce.lib.choices import key_of
from contactatonce.lib.counts import bounded_counts
from leads.models import Lead
from leads.services import undo, work
from leads.services.quarantine import release_many

from .lists import position
from .undo import keep_undo

# An action, the key of its lead, and the state and owner that the row showed.
PRESSED = re.compile(r"(take|spam|release) (\d{1,18}) ([a-z_]{1,12}) (\d{0,18})", re.ASCII)
SAVED = {
    "take": "It is yours.",
    "spam": "Marked as spam.",
    "release": "Released. The acknowledgement and the notices go out in half a minute.",
}
CHANGED = "A colleague changed it since you opened this page. Nothing was done."
MOST_NEW = 99


class RowActions(Admin):
    """Mixin for the changelist: buttons on each row."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("row/", view(require_POST(self.act_on_row)), name="leads_lead_row"),
            path("undo/", view(require_POST(self.undo)), name="leads_lead_undo"),
            path("newest/", view(require_safe(self.newest)), name="leads_lead_newest"),
            *super().get_urls(),
        ]

    def act_on_row(self, request: Any) -> HttpResponse:
        """Perform the action of the pressed button, if state and owner are as the row showed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = PRESSED.fullmatch(request.POST.get("row", ""))
        if found is None:
            raise BadRequest("No such action.")
        name, key, state, owner = found.groups()
        seen = Lead.objects.filter(pk=int(key), state=state, owner=int(owner) if owner else None)
        outcome = act(name, seen, request.user)
        if not outcome.changes and not outcome.refused:
            outcome.refused.append(CHANGED)
        message = SAVED[name] if outcome.changes else ""
        return self.done(request, message, outcome, key=int(key))

    def undo(self, request: Any) -> HttpResponse:
        """Undo the last action, on one inquiry or on many."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            outcome = undo.undo(token=request.POST.get("undo", ""), actor=request.user)
        except work.Refused as refusal:
            outcome = work.Outcome(refused=[str(refusal)])
        keys = [change.lead_id for change in outcome.changes]
        message = ""
        if keys:
            message = "Undone." if len(keys) == 1 else f"Undone for {len(keys):,} inquiries."
        done = work.Outcome(refused=outcome.refused)  # an undo is not undone
        return self.done(request, message, done, key=keys[0] if len(keys) == 1 else 0)

    def done(self, request: Any, message: str, outcome: work.Outcome, *, key: int) -> HttpResponse:
        """Report to the script as JSON with the row as it is now, otherwise on the list."""
        token = undo.token_for(outcome.changes, actor=request.user)
        keep_undo(request, token, message)
        if request.headers.get("Accept") == "application/json":
            data = {"message": message, "problems": outcome.refused, "again": not message}
            row = self.row(request, key)
            return JsonResponse({**data, "undo": [token] if token else [], "row": row})
        if message:
            self.message_user(request, message, messages.SUCCESS)
        for problem in outcome.refused[:5]:
            self.message_user(request, problem, messages.WARNING)
        url = f"{reverse('admin:leads_lead_changelist')}?{request.GET.urlencode()}"
        return HttpResponseRedirect(f"{url}#row-{key}", status=303)

    def row(self, request: Any, key: int) -> str:
        """Return the HTML of one row, "" for a lead that does not exist."""
        lead = self.get_queryset(request).select_related("inquiry", "owner").filter(pk=key).first()
        if lead is None:
            return ""
        listed = position(self, request, request.GET.urlencode())
        context = {"lead": lead, "cl": listed, "may_change": True}
        return render_to_string("admin/leads/lead/includes/row.html", context, request)

    def newest(self, request: HttpRequest) -> HttpResponse:
        """Tell an open list how many new inquiries arrived since it was opened."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        opened_at = min(key_of(request.GET.get("since", "")), int(time.time()))
        since = datetime.fromtimestamp(opened_at, tz=UTC)
        arrived = Lead.objects.new().filter(inquiry__received_at__gt=since)
        return JsonResponse({"new": bounded_counts([arrived], MOST_NEW)[0]})


def act(name: str, seen: QuerySet[Lead], actor: User) -> work.Outcome:
    if name == "release":
        return release_many(leads=list(seen), actor=actor)
    if name == "spam":
        return work.mark_as_spam(leads=seen, actor=actor)
    return work.change_many(leads=seen, actor=actor, cause="", owner_id=actor.pk)
