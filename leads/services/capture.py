"""Storing what a visitor sent: all of it in one transaction, and the same form only once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.public_forms import FormToken
from leads import mailboxes, spam, tasks
from leads.models import Correction, Event, Inquiry, InquiryForm, Lead
from leads.models.inquiries import Answers
from privacy.policy.documents import number_in_force

from .news import give_consent, settle_consent

WORDING = (
    *("subject", "name", "email", "phone", "company_name", "company_size", "business_type"),
    *("street", "city", "region", "postal_code", "country", "message", "news_wording"),
)
MOST_REPEATS = 3  # more count no further
LOOKS_LIKE_SPAM = "This correction looks like spam; why stands beside it."
SHORT_ANSWERS = ("name", "company_name", "phone", "street", "city", "region", "postal_code")


@dataclass(frozen=True)
class Arrival:
    """How the answers came in: by which form, from which page, and what the request looked like."""

    form: InquiryForm
    brand: Brand
    token: FormToken
    page: str = ""
    trap: str | None = ""
    headers: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()


def capture(*, arrival: Arrival, answers: Mapping[str, Any]) -> Inquiry:
    """Store the inquiry and return it; the same form sent again returns the one that is there.

    `answers` are names and values of the model Answers. Under a key that is known, changed answers
    become a Correction and equal ones change nothing.
    """
    inquiry, verdict = examine(arrival, answers)
    try:
        with transaction.atomic():
            store(inquiry, verdict, cause=f"form {arrival.form.slug}")
            return inquiry
    except IntegrityError:
        known = Inquiry.objects.filter(key=arrival.token.key).first()
        if known is None:
            raise
    correct(inquiry=known, arrival=arrival, answers=answers)
    return known


def examine(arrival: Arrival, answers: Mapping[str, Any]) -> tuple[Inquiry, spam.Verdict]:
    """Return the inquiry as it is to be stored, and how suspicious it is.

    All that can be settled before the transaction begins: on SQLite it holds everybody up.
    """
    now = timezone.now()
    digest = spam.digest(answers["message"])
    verdict = judge(arrival, answers, repeats=count_same(answers["message"], digest))
    inquiry = Inquiry(
        key=arrival.token.key,
        brand=arrival.brand,
        form=arrival.form,
        page=arrival.page,
        received_at=now,
        answer_by=arrival.brand.answer_by(now),
        digest=digest,
        spam_score=verdict.score,
        spam_reasons=verdict.reasons,
        has_disposable_address=mailboxes.is_disposable(answers.get("email", "")),
        policy_version=number_in_force("privacy"),
        **answers,
    )
    return inquiry, verdict


def store(inquiry: Inquiry, verdict: spam.Verdict, *, cause: str) -> None:
    """Write the inquiry with its work, its timeline and the job that tells people about it."""
    inquiry.save()
    lead = Lead.objects.create(
        inquiry=inquiry,
        answer_by=inquiry.answer_by,
        quarantined_at=inquiry.received_at if verdict.is_suspicious else None,
    )
    kinds = [Event.Kind.RECEIVED]
    if verdict.is_suspicious:
        kinds.append(Event.Kind.QUARANTINED)
    else:
        give_consent(inquiry=inquiry, said=inquiry)
        tasks.received.enqueue(inquiry.pk)
    for kind in kinds:
        Event.objects.create(lead=lead, kind=kind, at=inquiry.received_at, cause=cause)


def correct(*, inquiry: Inquiry, arrival: Arrival, answers: Mapping[str, Any]) -> bool:
    """Keep changed `answers` beside the ones of `inquiry`; return False if nothing changed.

    A suspicious correction hides nothing: the inquiry may be answered already. Staff are told, and
    it gives no consent; one that it takes back is gone.
    """
    correction = Correction(inquiry=inquiry, **answers)
    with transaction.atomic():
        Inquiry.objects.select_for_update().get(pk=inquiry.pk)  # one correction at a time
        if wording(inquiry.latest) == wording(correction):
            return False
        verdict = judge(arrival, answers)
        correction.digest = spam.digest(correction.message)
        correction.spam_score, correction.spam_reasons = verdict.score, verdict.reasons
        correction.save()
        Event.objects.create(
            lead_id=inquiry.pk,
            kind=Event.Kind.CORRECTED,
            cause=f"form {arrival.form.slug}",
            text=LOOKS_LIKE_SPAM if verdict.is_suspicious else "",
        )
        gives_doubtful_consent = verdict.is_suspicious and correction.news_wording
        is_quarantined = Lead.objects.quarantined().filter(pk=inquiry.pk).exists()
        if not is_quarantined and not gives_doubtful_consent:
            settle_consent(inquiry=inquiry)
    return True


def wording(answers: Answers) -> tuple[str, ...]:
    """Return all that a visitor wrote and chose, for comparison."""
    return tuple(str(getattr(answers, name) or "") for name in WORDING)


def judge(arrival: Arrival, answers: Mapping[str, Any], *, repeats: int = 0) -> spam.Verdict:
    """Return how suspicious the answers are; `repeats` other inquiries say the same."""
    return spam.judge(
        spam.Submission(
            message=answers["message"],
            short_answers=tuple(answers.get(name, "") for name in SHORT_ANSWERS),
            email=answers.get("email", ""),
            trap=arrival.trap,
            age=arrival.token.age,
            headers=arrival.headers,
            own_hosts=arrival.own_hosts,
            repeats=repeats,
        )
    )


def count_same(message: str, digest: str) -> int:
    """Return how many inquiries of the last 7 days say the same, 3 at most; short ones never do."""
    if len(message) < spam.SHORTEST_REPEAT:
        return 0
    since = timezone.now() - spam.REPEATS_OVER
    return Inquiry.objects.filter(digest=digest, received_at__gte=since)[:MOST_REPEATS].count()
