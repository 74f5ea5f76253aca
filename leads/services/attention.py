"""Point out to the owner of an inquiry what happened to it without them."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import Queue, job, periodic
from leads import letters
from leads.models import Answer, Event, Lead

from .staff import recipients

Attention = Lead.Attention
SENDING = "leads.tasks.send_answer"
COULD_NOT_BE_SENT = "The answer could not be sent."
MOST_AT_ONCE = 500


def point_out(event: Event, attention: str) -> None:
    """Mark the lead of `event`, and mail its owner; of one without, those who were notified.

    Must run in the transaction that stored `event`.
    """
    lead = Lead.objects.select_related("inquiry__form").get(pk=event.lead_id)
    Lead.objects.filter(pk=lead.pk).update(attention=attention)
    for user_id in concerned(lead, event):
        mail_attention.enqueue(event.pk, user_id)


def concerned(lead: Lead, event: Event) -> list[int]:
    """Return the ids of the users to mail about `event`."""
    author_id = event.answer.author_id if event.answer else None
    if user_id := lead.owner_id or author_id:
        return [user_id]
    told = lead.events.filter(kind=Event.Kind.NOTIFIED, assignee__isnull=False).order_by()
    notified = set(told.values_list("assignee_id", flat=True))
    return sorted(notified or {user.pk for user in recipients(lead)})


def after_action(lead: Lead, owner_id: int | None, actor: User | None) -> str:
    """Return the mark of `lead` after `actor` changed it or gave it to `owner_id`.

    Its owner has seen what they act on; of one without owner, anyone has. Someone who is given an
    inquiry still finds what its former owner has not seen.
    """
    actor_id = actor.pk if actor else None
    if owner_id == lead.owner_id:
        return "" if actor_id and lead.owner_id in (None, actor_id) else lead.attention
    kept = "" if lead.attention == Attention.ASSIGNED else lead.attention
    is_given = owner_id is not None and owner_id != actor_id
    return kept or (Attention.ASSIGNED if is_given else "")


def tell_assigned(events: Iterable[Event], actor: User | None) -> None:
    """Mail the colleagues who got inquiries from someone else, one mail for all of `events`."""
    given = [
        event
        for event in events
        if event.kind == Event.Kind.ASSIGNED
        and event.assignee_id not in (None, actor.pk if actor else None)
    ]
    numbers = Counter(event.assignee_id for event in given)
    for user_id, event_id in {event.assignee_id: event.pk for event in given}.items():
        mail_attention.enqueue(event_id, user_id, numbers[user_id])


@job(queue=Queue.MAIL)
def mail_attention(leads_event_id: int, user_id: int, number: int = 1) -> None:
    """Mail a colleague once what happened; `number` inquiries if they were assigned together."""
    related = ("actor", "lead__inquiry__brand__calendar")
    event = Event.objects.select_related(*related).filter(pk=leads_event_id).first()
    colleague = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    if event is not None and colleague is not None:
        send_once(
            f"attention:{event.pk}:{user_id}", lambda: letters.attention(event, colleague, number)
        )


@periodic(every=timedelta(minutes=5))
def watch_answers() -> None:
    """Point out answers whose sending failed for good, for each failure once."""
    failed = DBTaskResult.objects.failed().filter(task_path=SENDING)
    failed_at: dict[Any, Any] = dict(
        failed.order_by("-finished_at").values_list("pk", "finished_at")[:MOST_AT_ONCE]
    )
    for answer in unsent(list(failed_at)):
        if answer.noted_at is None or answer.noted_at < failed_at[answer.job_id]:
            with transaction.atomic():
                event = Event.objects.create(
                    lead_id=answer.lead_id,
                    kind=Event.Kind.UNDELIVERED,
                    cause="answer",
                    text=COULD_NOT_BE_SENT,
                    answer=answer,
                )
                point_out(event, Attention.FAILED)


def unsent(job_ids: list[Any]) -> list[Any]:
    """Return the unsent answers of these jobs, with the time of the latest note of a failure."""
    rows = Answer.objects.filter(sent_at=None, job_id__in=job_ids).order_by("pk")
    noted = Max("events__at", filter=Q(events__kind=Event.Kind.UNDELIVERED))
    return list(rows.annotate(noted_at=noted)[:MOST_AT_ONCE])
