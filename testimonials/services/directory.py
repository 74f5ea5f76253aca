"""Entries of the customer directory: ask, list, remove (P30)."""

import uuid
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from privacy.models import Consent
from privacy.outreach import consents, opt_outs
from privacy.outreach.opt_outs import Use
from testimonials import mailing
from testimonials.models import Listing

from .consents import ends_at
from .steps import Refused


@transaction.atomic
def ask(*, listing: Listing) -> None:
    """Mail the contact a link to agree; raise Refused if they want no such mail."""
    listing = lock(listing)
    if listing.is_listed:
        raise Refused("The company has agreed already.")
    if not opt_outs.mailable(listing.email, use=Use.FOLLOW_UP, brand=listing.brand):
        raise Refused("This person opted out of such mail, so nothing was sent.")
    listing.asked_at, listing.removed_at = timezone.now(), None
    listing.save(update_fields=["asked_at", "removed_at"])
    mailing.mail_listing.enqueue(listing.pk)


def wording(listing: Listing, read_at: datetime | None = None) -> str:
    """Return the exact words that the company agrees to, as they are at `read_at` or now."""
    context = {"listing": listing, "until": ends_at(read_at)}
    return " ".join(render_to_string("testimonials/consents/listing.txt", context).split())


@transaction.atomic
def agree(*, listing: Listing, read_at: datetime | None = None) -> None:
    """List the company from now on, for two years; idempotent.

    `read_at` is the day of the words that were read; None for now.
    """
    listing = lock(listing)
    if listing.is_listed:
        return
    listing.consent = consents.give(
        email=listing.email,
        purpose=Consent.Purpose.LISTING,
        concerns=f"directory entry {listing.key}",
        wording=wording(listing, read_at),
        how="Page of the directory entry, by its mailed link",
        where="/customers/",
        brand=listing.brand,
        scope=consents.Scope(frozenset({listing.brand.slug}), ends_at=ends_at(read_at)),
    )
    listing.removed_at = None
    listing.save(update_fields=["consent", "removed_at"])


@transaction.atomic
def remove(*, listing: Listing) -> None:
    """Take the company out of the directory at once; idempotent."""
    listing = lock(listing)
    if listing.removed_at is not None:
        return
    if listing.consent is not None:
        listing.consent.withdraw()
    listing.removed_at = timezone.now()
    listing.save(update_fields=["removed_at"])
    if listing.asked_at is not None or listing.consent is not None:  # else they never heard of it
        mailing.mail_listing_removed.enqueue(listing.pk)


def lock(listing: Listing) -> Listing:
    """Return the stored row with a lock; raise Refused if it was deleted."""
    rows = Listing.objects.select_for_update(of=("self",)).select_related("brand", "consent")
    found = rows.filter(pk=listing.pk).first()
    if found is None:
        raise Refused("The entry was deleted.")
    return found


def find(key: uuid.UUID) -> Listing | None:
    return Listing.objects.select_related("brand", "consent").filter(key=key).first()
