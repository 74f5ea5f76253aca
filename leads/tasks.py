"""Jobs after an inquiry was stored. They carry ids only."""

from datetime import timedelta

from django.db import transaction

from contactatonce.jobs.registry import Queue, job, periodic

from .services import alarm, mailing, reminders
from .services.identify import identify
from .services.news_consent import settle_consent
from .services.staff import recipients


@job(queue=Queue.MAIL)  # the acknowledgement waits for it
def received(inquiry_id: int) -> None:
    """Recognize the person, then enqueue the acknowledgement and the notices, all or nothing."""
    with transaction.atomic():
        inquiry = mailing.find_inquiry(inquiry_id)
        if inquiry is None:
            return
        identify(inquiry=inquiry)
        acknowledge.enqueue(inquiry_id)
        for colleague in recipients(inquiry.lead):
            notify.enqueue(inquiry_id, colleague.pk)


@job(queue=Queue.MAIL)
def released(inquiry_id: int) -> None:
    """Do what the arrival in quarantine skipped, unless the release was undone."""
    with transaction.atomic():
        inquiry = mailing.find_inquiry(inquiry_id)
        if inquiry is None or inquiry.lead.is_quarantined:
            return
        settle_consent(inquiry=inquiry)
        received.enqueue(inquiry_id)


@job(queue=Queue.MAIL)
def acknowledge(inquiry_id: int) -> None:
    mailing.acknowledge(inquiry_id=inquiry_id)


@job(queue=Queue.MAIL)
def notify(inquiry_id: int, user_id: int) -> None:
    mailing.notify(inquiry_id=inquiry_id, user_id=user_id)


@job(queue=Queue.MAIL)
def send_answer(answer_id: int) -> None:
    mailing.answer(answer_id=answer_id)


@periodic(every=timedelta(minutes=5))
@transaction.atomic
def remind_of_steps() -> None:
    """Enqueue one letter for each colleague with next steps that came due."""
    for user_id, keys in reminders.claim_due().items():
        remind.enqueue(user_id, keys)


@job(queue=Queue.MAIL)
def remind(user_id: int, activity_ids: list[int]) -> None:
    reminders.remind(user_id=user_id, keys=activity_ids)


@periodic(every=timedelta(minutes=30))
def watch_quarantine() -> None:
    """Warn staff of inquiries in quarantine whose promised time has nearly passed, once each."""
    with transaction.atomic():
        event_id, users = alarm.note_urgent()
        for user_id in users:
            warn_of_quarantine.enqueue(event_id, user_id)


@job(queue=Queue.MAIL)
def warn_of_quarantine(leads_event_id: int, user_id: int) -> None:
    alarm.warn(event_id=leads_event_id, user_id=user_id)
