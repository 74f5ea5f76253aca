"""Answers to inquiries by e-mail."""

import uuid

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.jobs.services import run_again
from leads import tasks
from leads.models import Answer, Event, Lead

from .work import Refused, locked


@transaction.atomic
def write_answer(*, lead_id: int, author: User, subject: str, body: str) -> Answer:
    """Store an answer to the visitor's latest e-mail address, and enqueue its sending.

    Raise Refused for an inquiry in quarantine or without an e-mail address.
    """
    lead = locked(lead_id)
    address = may_answer(lead)
    answer = Answer.objects.create(
        lead=lead,
        author=author,
        to=address,
        subject=subject,
        body=body,
        message_id=f"answer-{uuid.uuid4()}@{lead.inquiry.brand.host}",
    )
    Event.objects.create(lead=lead, kind=Event.Kind.ANSWER, actor=author, answer=answer)
    answer.job_id = tasks.send_answer.enqueue(answer.pk).id
    answer.save(update_fields=["job_id"])
    return answer


def may_answer(lead: Lead) -> str:
    """Return the e-mail address for an answer; raise Refused if none is allowed."""
    if lead.is_quarantined:
        raise Refused("It is in quarantine; release it first.")
    address = lead.inquiry.latest.email
    if not address:
        raise Refused("There is no e-mail address; call instead.")
    return address


def try_again(*, answer: Answer) -> bool:
    """Enqueue the failed sending of `answer` again; return False if it has not failed."""
    job = DBTaskResult.objects.filter(pk__in=[answer.job_id]).first()
    return job is not None and run_again(job)
