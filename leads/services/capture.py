"""Store form submissions: each in one transaction, and each form only once."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.counts import bounded_counts
from contactatonce.lib.email_addresses import normalize
from contactatonce.lib.form_tokens import FormToken
from leads import mailboxes, tasks
from leads.models import Correction, Event, Inquiry, InquiryForm, Lead
from leads.models.answers import Answers
from leads.models.inquiries import new_reference, reference_of
from leads.verdicts import resemblance
from moderation import words
from moderation.rules import INQUIRIES, Message, Outcome
from privacy.policy.documents import number_in_force

from .assignment import assign
from .attention import point_out
from .news_consent import give_consent, settle_consent

MOST_REPEATS = 3  # more of them give no further points
SAME_NAME = 0.75  # share of the letters; see difflib.SequenceMatcher
MOST_BY_ONE = 3  # times the same sender may say the same, as after a reload
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
    origin: dict[str, str] = field(default_factory=dict)  # columns about campaign and website
    news_wording: str = ""  # the wording beside the news checkbox, if it was ticked

    @property
    def columns(self) -> dict[str, Any]:
        return {**self.answers, "news_wording": self.news_wording}


def capture(*, arrival: Arrival) -> Inquiry:
    """Store the inquiry and return it; a form that is sent again returns its first inquiry.

    Sent again with changed answers, the form adds a Correction; with equal ones it changes nothing.
    Another person who goes back and writes over it sends an inquiry of their own.
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
    if is_other_person(known, arrival) and is_other_person(known.latest, arrival):
        own_key = uuid5(known.key, normalize(arrival.answers["email"]))
        return capture(arrival=replace(arrival, token=replace(arrival.token, key=own_key)))
    correct(inquiry=known, arrival=arrival)
    return known


def examine(arrival: Arrival) -> tuple[Inquiry, Outcome]:
    """Return the unsaved inquiry and the outcome of the spam rules.

    All reads happen before the transaction begins, because that blocks other writers on SQLite.
    """
    repeats, likelihood = count_repeats(arrival), resemblance(arrival.text)
    outcome = INQUIRIES.judge(replace(arrival, repeats=repeats, likelihood=likelihood))
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
        **arrival.origin,
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
    for kind in kinds:
        Event.objects.create(lead=lead, kind=kind, at=inquiry.received_at, cause=cause)
    if not outcome.is_held:
        give_consent(inquiry=inquiry, said=inquiry)
        tasks.received.enqueue(inquiry.pk)
        assign(lead)


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
        outcome = INQUIRIES.judge(replace(arrival, likelihood=resemblance(arrival.text)))
        correction.spam_score, correction.spam_reasons = outcome.score, outcome.reasons
        correction.save()
        event = Event.objects.create(
            lead_id=inquiry.pk,
            kind=Event.Kind.CORRECTED,
            cause=f"form {arrival.form.slug}",
            text=LOOKS_LIKE_SPAM if outcome.is_held else "",
        )
        if Lead.objects.get(pk=inquiry.pk).is_quarantined:
            return True
        point_out(event, Lead.Attention.CORRECTED)
        gives_doubtful_consent = outcome.is_held and correction.news_wording
        if not gives_doubtful_consent:
            settle_consent(inquiry=inquiry)
    return True


def stored_under(key: UUID) -> Inquiry | None:
    return Inquiry.objects.select_related("form__brand").filter(key=key).first()


def is_other_person(said: Answers, arrival: Arrival) -> bool:
    """Return whether `arrival` gives another e-mail address and another name than `said`.

    Where a name is missing, the phone number decides. Names that differ in a few letters are the
    same: a correction mends typos. With the same address, or without one, it is the same person.
    """
    now = arrival.answers
    if not said.email or normalize(now.get("email", "")) in ("", said.email_key):
        return False
    if said.name and now.get("name"):
        pair = (words.normalize(said.name), words.normalize(now["name"]))
        return SequenceMatcher(None, *pair).ratio() < SAME_NAME
    return bool(said.phone and now.get("phone")) and said.phone != now["phone"]


def count_repeats(arrival: Arrival) -> int:
    """Return how many recent inquiries of others say the same, up to MOST_REPEATS.

    Those from the same e-mail address, or phone number where there is none, count from the fourth
    on. Short messages never count.
    """
    if len(arrival.text) < INQUIRIES.shortest_repeat:
        return 0
    since = timezone.now() - INQUIRIES.repeats_over
    same = Inquiry.objects.filter(digest=words.digest(arrival.text), received_at__gte=since)
    if email := normalize(arrival.answers.get("email", "")):
        own = Q(email_key=email)
    else:
        own = Q(email_key="", phone=arrival.answers.get("phone", ""))
    others, theirs = bounded_counts([same.exclude(own), same.filter(own)], MOST_REPEATS + 2)
    return min(others + max(theirs - MOST_BY_ONE + 1, 0), MOST_REPEATS)
