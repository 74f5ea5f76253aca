"""Send the letters of an inquiry: each once, one acknowledgement a day per e-mail address."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from contactatonce.jobs.services import Uncertain, once
from contactatonce.lib.email_addresses import mailbox
from contactatonce.lib.mail import Refused, hand_over
from leads import letters
from leads.models import Answer, Event, Inquiry, Lead
from privacy.fingerprints import columns_about

from . import attention, work

ACKNOWLEDGEMENT = "acknowledgement"
MAIL_EVENTS = (Event.Kind.ACKNOWLEDGED, Event.Kind.UNDELIVERED)


def acknowledge(*, inquiry_id: int) -> None:
    """Send the acknowledgement unless it was sent, or its e-mail address got another one today."""
    inquiry = find_inquiry(inquiry_id)
    if inquiry is None or not inquiry.latest.email:
        return
    kind, text, is_refused = Event.Kind.ACKNOWLEDGED, "", False
    with once(f"acknowledgement:{inquiry.pk}") as is_first:
        if is_first:
            try:
                if not send_first_of_day(inquiry):
                    kind, text = Event.Kind.UNDELIVERED, "This e-mail address got one today."
            except Refused as refusal:
                kind, text, is_refused = Event.Kind.UNDELIVERED, str(refusal), True
    if inquiry.lead.events.filter(kind__in=MAIL_EVENTS, cause=ACKNOWLEDGEMENT).exists():
        return
    with transaction.atomic():
        event = Event.objects.create(
            lead_id=inquiry.pk, kind=kind, cause=ACKNOWLEDGEMENT, text=text
        )
        if is_refused:
            attention.point_out(event, Lead.Attention.UNDELIVERED)


def send_first_of_day(inquiry: Inquiry) -> bool:
    """Send the acknowledgement unless its e-mail address got one today (UTC); return whether sent.

    The key holds a keyed digest, no e-mail address. While another mail to the same e-mail address
    is being sent, or its outcome is unknown, nothing is sent: a missing mail is better than a
    duplicate.
    """
    address = columns_about(mailbox(inquiry.latest.email))["fingerprint"][:32]
    with suppress(Uncertain), once(f"acknowledged:{timezone.now():%Y-%m-%d}:{address}") as is_first:
        if is_first:
            hand_over(letters.acknowledgement(inquiry))
            return True
    return False


def notify(*, inquiry_id: int, user_id: int) -> None:
    """Notify one colleague of a new inquiry, once."""
    inquiry = find_inquiry(inquiry_id)
    colleague = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    if inquiry is None or colleague is None:
        return
    send_once(f"notice:{inquiry.pk}:{user_id}", lambda: letters.notice(inquiry, colleague))
    notified = inquiry.lead.events.filter(kind=Event.Kind.NOTIFIED, assignee=colleague)
    if not notified.exists():
        Event.objects.create(
            lead_id=inquiry.pk, kind=Event.Kind.NOTIFIED, assignee=colleague, cause="notice"
        )


def answer(*, answer_id: int) -> None:
    """Send a colleague's answer, once; the job fails if the mail server rejects it for good."""
    written = Answer.objects.select_related("lead__inquiry__brand").filter(pk=answer_id).first()
    if written is None or written.sent_at is not None:
        return
    send_once(f"answer:{answer_id}", lambda: letters.answer(written))
    work.answer_sent(answer_id=answer_id)


def find_inquiry(pk: int) -> Inquiry | None:
    """Return the inquiry with the relations its letters need; None if it was erased."""
    wanted = Inquiry.objects.select_related("brand__calendar", "form", "lead")
    return wanted.filter(pk=pk).first()
