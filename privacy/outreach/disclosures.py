"""The only way for personal data to leave the company (P11, P20-P24)."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from django.db import transaction

from contactatonce.accounts.models import User
from privacy import fingerprints
from privacy.models import Consent, Disclosure, Notice, Recipient
from privacy.registry import Category

from . import consents
from .restrictions import is_restricted

Ground = Disclosure.Ground
BY_HAND = frozenset({Ground.LEGAL, Ground.RIGHTS, Ground.CONTROL})


GROUNDS_OF: dict[Recipient.Kind, frozenset[str]] = {
    **{kind: frozenset({Ground.SERVICE}) for kind in Recipient.PROVIDERS},
    Recipient.Kind.AUTHORITY: frozenset({Ground.LEGAL, Ground.RIGHTS}),
    Recipient.Kind.CLAIMANT: frozenset({Ground.LEGAL, Ground.RIGHTS}),
    Recipient.Kind.SUCCESSOR: frozenset({Ground.CONTROL}),
    Recipient.Kind.OTHER: frozenset({Ground.CONSENT}),
}


class Refusal(Enum):
    """Why data may not be shared, in words for staff."""

    UNKNOWN = "No contract with this recipient runs today."
    NOT_COVERED = "The recipient is not registered for this ground or these categories."
    RESTRICTED = "The person has restricted the use of their data."
    NOT_ANNOUNCED = "No notice has announced a change of control 14 days ahead."
    NO_CONSENT = "The person has not agreed to this recipient, or has withdrawn."
    NO_DECISION = "No one decided it, or no document is named."


class NotDisclosed(Exception):
    """The data may not be shared; nothing was sent or recorded. Carries no names."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@transaction.atomic
def gate(
    recipient: str,
    subject: str,
    categories: Iterable[Category],
    ground: str = Ground.SERVICE,
    *,
    decided_by: User | None = None,
    document: str = "",
) -> Disclosure:
    """Allow data of one person to be shared, and record it; call it before sending.

    `recipient` is a registered slug, `subject` the person's e-mail address, `categories` what is
    sent. Raise NotDisclosed if it is not allowed. Call it in the transaction that enqueues the
    sending, so that neither happens without the other.
    """
    kinds = frozenset(categories)
    registered = check(recipient, subject, kinds, ground)
    if ground in BY_HAND and not (decided_by and document):
        raise NotDisclosed(Refusal.NO_DECISION)
    return Disclosure.objects.create(
        **fingerprints.columns_about(subject),
        recipient=registered,
        ground=ground,
        categories=[category.name for category in Category if category in kinds],
        decided_by=decided_by,
        document=document,
    )


def check(recipient: str, subject: str, categories: frozenset[Category], ground: str) -> Recipient:
    """Return the registered recipient if it may receive the data; raise NotDisclosed if not."""
    registered = find_recipient(recipient)
    _check_cover(registered, categories, ground)
    if ground == Ground.CONTROL and not Notice.objects.of_control_in_effect().exists():
        raise NotDisclosed(Refusal.NOT_ANNOUNCED)
    if ground not in BY_HAND and is_restricted(subject):  # the law and people's rights come first
        raise NotDisclosed(Refusal.RESTRICTED)
    if ground == Ground.CONSENT and not consents.find_active(
        email=subject, purpose=Consent.Purpose.DISCLOSURE, concerns=registered.slug
    ):
        raise NotDisclosed(Refusal.NO_CONSENT)
    return registered


def find_recipient(slug: str, on: date | None = None) -> Recipient:
    """Return the recipient `slug` if its contract is active on the day `on` (today)."""
    found = Recipient.objects.current(on).filter(slug=slug).first()
    if found is None:
        raise NotDisclosed(Refusal.UNKNOWN)
    return found


def _check_cover(recipient: Recipient, categories: frozenset[Category], ground: str) -> None:
    names = {category.name for category in categories}
    is_covered = bool(names) and names <= set(recipient.categories)
    if not is_covered or ground not in GROUNDS_OF[Recipient.Kind(recipient.kind)]:
        raise NotDisclosed(Refusal.NOT_COVERED)


def recipients_of(email: str) -> list[Recipient]:
    """Return the recipients to notify when data of `email` is corrected or erased."""
    about = Disclosure.objects.filter(fingerprints.is_about(email))
    return list(Recipient.objects.filter(pk__in=about.values("recipient")).order_by("name"))
