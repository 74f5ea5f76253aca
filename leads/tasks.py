"""Jobs after an inquiry was stored. They carry ids only."""

from django.db import transaction

from contactatonce.jobs.registry import Queue, job

from .services import mailing
from .services.identify import identify


@job(queue=Queue.MAIL)  # the acknowledgement waits for it
def received(inquiry_id: int) -> None:
    """Recognize the person, then enqueue the acknowledgement and the notices, all or nothing."""
    with transaction.atomic():
        inquiry = mailing.find_inquiry(inquiry_id)
        if inquiry is None:
            return
        identify(inquiry=inquiry)
        acknowledge.enqueue(inquiry_id)
        for colleague in mailing.recipients(inquiry.lead):
            notify.enqueue(inquiry_id, colleague.pk)


@job(queue=Queue.MAIL)
def acknowledge(inquiry_id: int) -> None:
    mailing.acknowledge(inquiry_id=inquiry_id)


@job(queue=Queue.MAIL)
def notify(inquiry_id: int, user_id: int) -> None:
    mailing.notify(inquiry_id=inquiry_id, user_id=user_id)


@job(queue=Queue.MAIL)
def send_answer(answer_id: int) -> None:
    mailing.answer(answer_id=answer_id)
