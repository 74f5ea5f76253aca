"""The two consents of a testimonial: of the person, and of the company (P28).

The words are fixed sentences with a list of what was ticked between them. The form shows the same
sentences around its checkboxes, so that what is stored is what the person read, without what they
left out. It also carries the edition of the sentences: words of another day are not stored.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from contactatonce.brands.directory import directory
from privacy.models import Consent
from privacy.outreach import consents
from testimonials.models import Testimonial

Purpose = Consent.Purpose
YEARS = 2  # 24 months, as the form says


class Channel(models.TextChoices):
    """A place where a testimonial may be used."""

    SITE = "site", "On the websites named above"
    SOCIAL = "social", "In our social media"
    SALES = "sales", "In presentations and material for prospects"
    ADVERTISING = "advertising", "In advertisements"


@dataclass(frozen=True)
class Answer:
    """Ticks of a guest: slugs of sites, channels, and whether the company agrees too.

    `read_at` is the day of the words that the guest read; None for now.
    """

    sites: frozenset[str]
    channels: frozenset[str]
    company: bool = False
    read_at: datetime | None = None


@dataclass(frozen=True)
class Sentences:
    """The fixed words of a consent, before and after the list of what was ticked."""

    opening: str
    closing: str


def ends_at(now: datetime | None = None) -> datetime:
    """Return when a consent that is given now ends; a leap day becomes the day before."""
    now = now or timezone.now()
    if (now.month, now.day) == (2, 29):
        now -= timedelta(days=1)
    return now.replace(year=now.year + YEARS)


def sentences(purpose: str, until: datetime) -> Sentences:
    """Return the fixed words of a consent that ends at `until`."""
    text = render_to_string(f"testimonials/consents/{purpose}.txt", {"until": until})
    opening, closing = text.split("\n\n")
    return Sentences(" ".join(opening.split()), " ".join(closing.split()))


def edition(read_at: datetime | None = None) -> str:
    """Return what identifies the fixed words of a day."""
    until = ends_at(read_at)
    both = [sentences(purpose, until) for purpose in (Purpose.TESTIMONIAL, Purpose.COMPANY)]
    return hashlib.sha256(repr(both).encode()).hexdigest()[:16]


def wording(purpose: str, *, testimonial: Testimonial, answer: Answer, until: datetime) -> str:
    """Return the exact words that the person agrees to."""
    words = sentences(purpose, until)
    sites = ", ".join(site.name for site in directory.get().brands if site.slug in answer.sites)
    channels = "; ".join(channel.label for channel in Channel if channel in answer.channels)
    ticked = f"Websites: {sites}. Use: {channels}."
    if purpose == Purpose.COMPANY:
        ticked = f"Company: {testimonial.company}. {ticked}"
    return f"{words.opening} {ticked} {words.closing}"


def give(testimonial: Testimonial, answer: Answer, *, how: str) -> None:
    """Store the consents on `testimonial`, unsaved; earlier ones are withdrawn.

    Call it in the transaction that saves the row. `how` names the form.
    """
    withdraw(testimonial)
    testimonial.person_consent = store(Purpose.TESTIMONIAL, testimonial, answer, how)
    testimonial.company_consent = None
    if answer.company and testimonial.company:
        testimonial.company_consent = store(Purpose.COMPANY, testimonial, answer, how)


def is_given(testimonial: Testimonial, answer: Answer) -> bool:
    """Return whether the active consents say what `answer` says, in the same words."""
    until = ends_at(answer.read_at)
    wanted = {Purpose.TESTIMONIAL: testimonial.person_consent}
    if answer.company and testimonial.company:
        wanted[Purpose.COMPANY] = testimonial.company_consent
    elif testimonial.company_consent is not None and testimonial.company_consent.is_active:
        return False
    return all(
        consent is not None
        and consent.is_active
        and consent.wording == wording(kind, testimonial=testimonial, answer=answer, until=until)
        for kind, consent in wanted.items()
    )


def store(purpose: Consent.Purpose, testimonial: Testimonial, answer: Answer, how: str) -> Consent:
    until = ends_at(answer.read_at)
    return consents.give(
        email=testimonial.email,
        purpose=purpose,
        concerns=f"testimonial {testimonial.key}",
        wording=wording(purpose, testimonial=testimonial, answer=answer, until=until),
        how=how,
        where="/testimonials/",
        brand=testimonial.brand,
        scope=consents.Scope(answer.sites, answer.channels, until),
    )


def withdraw(testimonial: Testimonial) -> None:
    """Withdraw the consents that a testimonial has."""
    given = (testimonial.person_consent_id, testimonial.company_consent_id)
    Consent.objects.filter(pk__in=[key for key in given if key]).withdraw()


def answer_of(testimonial: Testimonial) -> Answer:
    """Return what the guest ticked last."""
    consent = testimonial.person_consent
    if consent is None:
        return Answer(frozenset(), frozenset())
    return Answer(
        frozenset(consent.sites.split()),
        frozenset(consent.channels.split()),
        company=testimonial.company_consent is not None and testimonial.company_consent.is_active,
    )
