"""Answers to inquiries by e-mail."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.jobs.services import run_again
from contactatonce.lib.durations import span
from leads import tasks
from leads.models import Answer, Event, Lead

from .work import Refused, locked, refuse_repetition, settle

CONTACTS = (Event.Kind.ANSWER, Event.Kind.CALL)


class AnsweredMeanwhile(Refused):
    """A colleague answered after the page was opened; the author has not seen it yet."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An answer as its author sends it.

    `key` is the one-use key of the form; `seen` is the newest event that the page showed.
    """

    subject: str
    body: str
    key: uuid.UUID | None = None
    seen: int | None = None


@transaction.atomic
def write_answer(*, lead_id: int, author: User, letter: Letter) -> Answer:
    """Store an answer to the visitor's latest e-mail address, and enqueue its sending.

    Raise Refused for an inquiry in quarantine or without an e-mail address, Repeated for a key
    that was used before, and AnsweredMeanwhile if a colleague answered since `letter.seen`.
    """
    lead = locked(lead_id)
    address = may_answer(lead)
    typed = {"subject": letter.subject, "body": letter.body}
    refuse_repetition(Answer.objects.all(), letter.key, **typed)
    refuse_collision(lead, author, letter.seen)
    settle(lead, author)
    answer = Answer.objects.create(
        lead=lead,
        author=author,
        to=address,
        **typed,
        message_id=f"answer-{uuid.uuid4()}@{lead.inquiry.brand.host}",
        key=letter.key,
    )
    Event.objects.create(lead=lead, kind=Event.Kind.ANSWER, actor=author, answer=answer)
    answer.job_id = tasks.send_answer.enqueue(answer.pk).id
    answer.save(update_fields=["job_id"])
    return answer


def refuse_collision(lead: Lead, author: User, seen: int | None) -> None:
    """Raise AnsweredMeanwhile if a colleague wrote or called since the event `seen`.

    Answers to the person's other inquiries count as well.
    """
    if seen is None:
        return
    same = Q(lead=lead)
    if lead.person_id is not None:
        same |= Q(lead__person_id=lead.person_id)
    theirs = Event.objects.filter(same, pk__gt=seen, kind__in=CONTACTS).exclude(actor=author)
    newest = theirs.select_related("actor", "lead__inquiry").order_by("-pk").first()
    if newest is not None:
        raise AnsweredMeanwhile(in_words(newest, lead))


def in_words(event: Event, lead: Lead) -> str:
    """Return the warning about a colleague's answer or call."""
    name = event.actor.display_name if event.actor else "A colleague"
    what = "called" if event.kind == Event.Kind.CALL else "answered"
    where = "" if event.lead_id == lead.pk else f" inquiry {event.lead.inquiry.reference}"
    seconds = max(1, round((timezone.now() - event.at).total_seconds()))
    age = f"{seconds} seconds" if seconds < 60 else span(timedelta(seconds=seconds))
    return f"{name} {what}{where} {age} ago. Read it first, then send yours if it is still needed."


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
