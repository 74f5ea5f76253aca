"""Store an inquiry that staff type in: from a call, a fair, a letter."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from leads import tasks
from leads.models import Company, Event, Inquiry, InquiryForm, Lead, Person

from .identify import identify
from .news_consent import give_consent
from .staff import recipients


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a colleague typed in, the people it belongs to, and what happens next.

    `news_wording` is the evidence of a consent to news, "" if there is none.
    """

    key: UUID
    brand: Brand  # with its calendar
    form: InquiryForm
    source: str
    answers: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    company: Company | None = None
    news_wording: str = ""
    is_mine: bool = False
    is_acknowledged: bool = False


def enter(*, entry: Entry, actor: User) -> Inquiry:
    """Store the inquiry and return it; an entry that is sent again returns its first inquiry.

    It is promised an answer as any other. The sender gets no mail unless `is_acknowledged`.
    """
    now = timezone.now()
    inquiry = Inquiry(
        key=entry.key,
        brand=entry.brand,
        form=entry.form,
        source=entry.source,
        entered_by=actor,
        received_at=now,
        answer_by=entry.brand.answer_by(now),
        news_wording=entry.news_wording,
        **entry.answers,
    )
    try:
        with transaction.atomic():
            store(inquiry, entry, actor)
    except IntegrityError:
        return Inquiry.objects.get(key=entry.key)
    return inquiry


def store(inquiry: Inquiry, entry: Entry, actor: User) -> None:
    """Write the inquiry with its lead, its events, its consent and the jobs that send mail."""
    inquiry.save()
    lead = Lead.objects.create(
        inquiry=inquiry,
        answer_by=inquiry.answer_by,
        person=entry.person,
        company=entry.company or (entry.person.company if entry.person else None),
        owner=actor if entry.is_mine else None,
    )
    cause = Inquiry.Source(entry.source).label.lower()
    Event.objects.create(lead=lead, kind=Event.Kind.RECEIVED, actor=actor, cause=cause)
    if entry.is_mine:
        Event.objects.create(lead=lead, kind=Event.Kind.ASSIGNED, actor=actor, assignee=actor)
    give_consent(inquiry=inquiry, said=inquiry)
    identify(inquiry=inquiry)
    if entry.is_acknowledged:
        tasks.acknowledge.enqueue(inquiry.pk)
    if not entry.is_mine:
        for colleague in recipients(lead).exclude(pk=actor.pk):
            tasks.notify.enqueue(inquiry.pk, colleague.pk)
