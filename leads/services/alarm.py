"""Warn staff while an inquiry in quarantine can still be answered as promised."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from leads import letters
from leads.models import Event, Lead

from .staff import recipients

WARN_AT = 0.75  # of the promised time
MOST_AT_ONCE = 200
CAUSE = "waiting in quarantine"


def tone(received_at: datetime, answer_by: datetime) -> str:
    """Return how urgent a promised answer is: "bad" if late, "warn" from WARN_AT on, or "none"."""
    now = timezone.now()
    if answer_by < now:
        return "bad"
    return "warn" if now - received_at >= (answer_by - received_at) * WARN_AT else "none"


def quarantine_tone() -> str:
    """Return the tone of the most urgent quarantined lead; "" if none is urgent."""
    rows = Lead.objects.quarantined().order_by("answer_by")[:MOST_AT_ONCE]
    tones = {tone(*row) for row in rows.values_list("quarantined_at", "answer_by")}
    return next((each for each in ("bad", "warn") if each in tones), "")


def urgent_leads() -> list[Lead]:
    """Return the urgent quarantined leads of which no one was warned, the first promised first."""
    warned = Event.objects.filter(lead=OuterRef("pk"), kind=Event.Kind.NOTIFIED)
    waiting = Lead.objects.quarantined().exclude(Exists(warned)).select_related("inquiry__form")
    rows = waiting.order_by("answer_by", "pk")[:MOST_AT_ONCE]
    return [lead for lead in rows if tone(lead.inquiry.received_at, lead.answer_by) != "none"]


def note_urgent() -> tuple[int, list[int]]:
    """Note on each urgent quarantined lead that staff are warned, which happens once.

    Return the id of the last note, and the users to warn. Must run inside a transaction.
    """
    leads = urgent_leads()
    notes = Event.objects.bulk_create(
        Event(lead=lead, kind=Event.Kind.NOTIFIED, cause=CAUSE) for lead in leads
    )
    one_of_each_form = {lead.inquiry.form_id: lead for lead in leads}.values()
    users = {user.pk for lead in one_of_each_form for user in recipients(lead)}
    return max((note.pk for note in notes), default=0), sorted(users)


def warn(*, event_id: int, user_id: int) -> None:
    """Mail one colleague, once, what waits in quarantine; nothing if it is empty by now."""
    colleague = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    waiting = Lead.objects.quarantined().select_related("inquiry__brand__calendar")
    first = waiting.order_by("answer_by", "pk").first()
    if colleague is None or first is None:
        return
    number = waiting[:MOST_AT_ONCE].count()
    send_once(
        f"quarantine:{event_id}:{user_id}",
        lambda: letters.quarantine(first, number, colleague, event_id),
    )
