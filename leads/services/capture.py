"""Store form submissions: each in one transaction, and each form only once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.form_tokens import FormToken
from leads import mailboxes, tasks
from leads.models import Correction, Event, Inquiry, InquiryForm, Lead
from leads.models.inquiries import new_reference, reference_of
from moderation import words
from moderation.rules import INQUIRIES, Message, Outcome
from privacy.policy.documents import number_in_force

from .news_consent import give_consent, settle_consent

MOST_REPEATS = 3  # more of them give no further points
LOOKS_LIKE_SPAM = "This correction looks like spam; the reasons are listed beside it."


@dataclass(frozen=True, kw_only=True)
class Arrival(Message):
    """A form submission: the answers, the data for the spam rules, and the form."""

    form: InquiryForm
    brand: Brand
    token: FormToken
    received_at: datetime
    answer_by: datetime  # the promise on the receipt
    page: str = ""
    news_wording: str = ""  # the wording beside the news checkbox, if it was ticked

    @property
    def columns(self) -> dict[str, Any]:
        return {**self.answers, "news_wording": self.news_wording}


def capture(*, arrival: Arrival) -> Inquiry:
    """Store the inquiry and return it; a form that is sent again returns its first inquiry.

    Sent again with changed answers, the form adds a Correction; with equal ones it changes nothing.
    """
    inquiry, outcome = examine(arrival)
    try:
        store(inquiry, outcome, cause=f"form {arrival.form.slug}")
        return inquiry
    except IntegrityError:
        known = stored_under(arrival.token.key)
    if known is None:  # another inquiry has its reference: one in 10^6 at a million inquiries
        inquiry.reference = new_reference()
        store(inquiry, outcome, cause=f"form {arrival.form.slug}")
        return inquiry
    correct(inquiry=known, arrival=arrival)
    return known


def examine(arrival: Arrival) -> tuple[Inquiry, Outcome]:
    """Return the unsaved inquiry and the outcome of the spam rules.

    All reads happen before the transaction begins, because that blocks other writers on SQLite.
    """
    outcome = INQUIRIES.judge(replace(arrival, repeats=count_repeats(arrival.text)))
    inquiry = unsaved(arrival)
    inquiry.spam_score, inquiry.spam_reasons = outcome.score, outcome.reasons
    inquiry.policy_version = number_in_force("privacy")
    return inquiry, outcome


def unsaved(arrival: Arrival) -> Inquiry:
    """Return the inquiry as far as it is known without the database."""
    return Inquiry(
        reference=reference_of(arrival.token.key),
        key=arrival.token.key,
        brand=arrival.brand,
        form=arrival.form,
        page=arrival.page,
        received_at=arrival.received_at,
        answer_by=arrival.answer_by,
        has_disposable_address=mailboxes.is_disposable(arrival.answers.get("email", "")),
        **arrival.columns,
    )


@transaction.atomic
def store(inquiry: Inquiry, outcome: Outcome, *, cause: str) -> None:
    """Write the inquiry with its lead, its first event and the job that notifies people."""
    inquiry.save()
    lead = Lead.objects.create(
        inquiry=inquiry,
        answer_by=inquiry.answer_by,
        quarantined_at=inquiry.received_at if outcome.is_held else None,
    )
    kinds = [Event.Kind.RECEIVED]
    if outcome.is_held:
        kinds.append(Event.Kind.QUARANTINED)
    else:
        give_consent(inquiry=inquiry, said=inquiry)
        tasks.received.enqueue(inquiry.pk)
    for kind in kinds:
        Event.objects.create(lead=lead, kind=kind, at=inquiry.received_at, cause=cause)


def correct(*, inquiry: Inquiry, arrival: Arrival) -> bool:
    """Store the changed answers beside `inquiry`; return False if none changed.

    A suspicious correction does not quarantine the inquiry, which may be answered already: staff
    are notified, and it gives no consent. It can withdraw one.
    """
    correction = Correction(inquiry=inquiry, **arrival.columns)
    with transaction.atomic():
        Inquiry.objects.select_for_update().get(pk=inquiry.pk)  # one correction at a time
        if inquiry.latest.wording == correction.wording:
            return False
        outcome = INQUIRIES.judge(arrival)
        correction.spam_score, correction.spam_reasons = outcome.score, outcome.reasons
        correction.save()
        Event.objects.create(
            lead_id=inquiry.pk,
            kind=Event.Kind.CORRECTED,
            cause=f"form {arrival.form.slug}",
            text=LOOKS_LIKE_SPAM if outcome.is_held else "",
        )
        gives_doubtful_consent = outcome.is_held and correction.news_wording
        is_quarantined = Lead.objects.quarantined().filter(pk=inquiry.pk).exists()
        if not is_quarantined and not gives_doubtful_consent:
            settle_consent(inquiry=inquiry)
    return True


def stored_under(key: UUID) -> Inquiry | None:
    return Inquiry.objects.select_related("form__brand").filter(key=key).first()


def count_repeats(text: str) -> int:
    """Return how many recent inquiries say the same, up to MOST_REPEATS; 0 for short messages."""
    if len(text) < INQUIRIES.shortest_repeat:
        return 0
    since = timezone.now() - INQUIRIES.repeats_over
    same = Inquiry.objects.filter(digest=words.digest(text), received_at__gte=since)
    return same[:MOST_REPEATS].count()
