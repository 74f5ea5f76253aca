"""The only way for personal data to leave the company (P11, P20-P24)."""

from collections.abc import Iterable
from datetime import date

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


class NotDisclosed(Exception):
    """The data may not be shared; nothing was sent or recorded. Carries no names."""


class UnknownRecipient(NotDisclosed):
    """No such recipient is registered, or its contract is not active today."""


class NotCovered(NotDisclosed):
    """The recipient's registration does not cover this category or this ground."""


class NoConsent(NotDisclosed):
    """The person has not consented, or has withdrawn consent."""


class Restricted(NotDisclosed):
    """The person restricted the use of the data."""


class NotAnnounced(NotDisclosed):
    """No notice announced the change of control in advance (P23)."""


class NoDecision(NotDisclosed):
    """No one decided it, or no document is named."""


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
    sent. Raise a NotDisclosed if it is not allowed. Call it in the transaction that enqueues the
    sending, so that neither happens without the other.
    """
    kinds = frozenset(categories)
    registered = check(recipient, subject, kinds, ground)
    if ground in BY_HAND and not (decided_by and document):
        raise NoDecision(registered.slug)
    return Disclosure.objects.create(
        **fingerprints.fingerprint_of(subject).columns,
        recipient=registered,
        ground=ground,
        categories=[category.name for category in Category if category in kinds],
        decided_by=decided_by,
        document=document,
    )


def check(recipient: str, subject: str, categories: frozenset[Category], ground: str) -> Recipient:
    """Return the registered recipient if it may receive the data; raise a NotDisclosed if not."""
    registered = find_recipient(recipient)
    _check_cover(registered, categories, ground)
    if ground == Ground.CONTROL and not Notice.objects.of_control_in_effect().exists():
        raise NotAnnounced(registered.slug)
    if ground not in BY_HAND and is_restricted(subject):  # the law and people's rights come first
        raise Restricted(registered.slug)
    if ground == Ground.CONSENT and not consents.find_active(
        email=subject, purpose=Consent.Purpose.DISCLOSURE, concerns=registered.slug
    ):
        raise NoConsent(registered.slug)
    return registered


def find_recipient(slug: str, on: date | None = None) -> Recipient:
    """Return the recipient `slug` if its contract is active on the day `on` (today)."""
    found = Recipient.objects.current(on).filter(slug=slug).first()
    if found is None:
        raise UnknownRecipient(slug)
    return found


def _check_cover(recipient: Recipient, categories: frozenset[Category], ground: str) -> None:
    if not categories or not {category.name for category in categories} <= set(
        recipient.categories
    ):
        raise NotCovered(recipient.slug)
    if ground not in GROUNDS_OF[Recipient.Kind(recipient.kind)]:
        raise NotCovered(recipient.slug)


def of(email: str) -> list[Disclosure]:
    """Return the disclosures of data of `email`, newest first, with their recipients."""
    rows = Disclosure.objects.filter(fingerprints.is_about(email))
    return list(rows.select_related("recipient"))


def recipients_of(email: str) -> list[Recipient]:
    """Return the recipients to notify when data of `email` is corrected or erased."""
    return sorted({row.recipient for row in of(email)}, key=lambda recipient: recipient.name)
