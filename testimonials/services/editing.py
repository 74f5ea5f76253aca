"""Steps of staff with a testimonial, and the guest's answer to it (P28)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contactatonce.accounts.models import User
from media.uploads import Refused as Unreadable
from media.video import captions
from privacy.models.consents import is_active
from search import index
from testimonials import conversion, mailing
from testimonials.checklist import missing_from
from testimonials.models import Edition, Event, Testimonial
from testimonials.models.editions import CONFIRMED_FIELDS, CONVERTED, CUT_FIELDS, PRINTED
from testimonials.states import State

from .steps import Refused, lock, record, require, return_to_review

Step = Event.Step
EDITABLE = (State.IN_REVIEW, State.APPROVED, State.CONFIRMED, State.PUBLISHED, State.EXPIRED)


@transaction.atomic
def draft(*, testimonial: Testimonial, by: User | None = None) -> Edition:
    """Return the edition that the guest has not confirmed; make one where there is none.

    The first one has the guest's own words and newest files, a later one what is live.
    """
    testimonial = lock(testimonial)
    require(testimonial, *EDITABLE)
    found = testimonial.editions.drafts().first()
    if found is not None:
        return found
    numbers = testimonial.editions.aggregate(last=Max("number"))
    number = (numbers["last"] or 0) + 1
    live = testimonial.editions.filter(number=testimonial.live_number or 0).first()
    edition = Edition(testimonial=testimonial, number=number, created_by=by)
    if live is not None:
        for name in (*CONFIRMED_FIELDS, *CONVERTED):
            setattr(edition, name, getattr(live, name))
        edition.save()
        return edition
    for name in PRINTED:
        setattr(edition, name, getattr(testimonial, name))
    edition.quote = testimonial.text
    edition.photo = testimonial.uploads.filter(kind="photo").last()
    edition.clip = testimonial.uploads.filter(kind="video").last()
    edition.save()
    conversion.start(edition)
    return edition


@transaction.atomic
def edit(*, edition: Edition, values: Mapping[str, Any], by: User) -> Edition:
    """Store changed fields of a draft; the guest is asked to confirm it (again) once approved.

    A new cut, poster, photo or video is converted again; new captions need a check by a person.
    """
    testimonial = lock(edition.testimonial)
    require(testimonial, *EDITABLE)
    edition = unconfirmed(edition)
    changed = {name for name in values if getattr(edition, name) != values[name]}
    if not changed:
        return edition
    for name in changed:
        setattr(edition, name, values[name])
    edition.approved_at = edition.approved_by = None
    edition.version += 1
    if changed & {"captions", "clip", "trim_start", "trim_end"}:
        edition.captions_checked_at = edition.captions_checked_by = None
        most = seconds_of(edition, is_same_cut=not changed & CUT_FIELDS)
        cues = read_captions(edition.captions, most if "captions" in changed else None)
        edition.captions = captions.to_vtt(cues).strip() if cues else ""
        edition.transcript = captions.transcript(cues)
    edition.save()
    if changed & CUT_FIELDS:
        conversion.start(edition)
    if testimonial.state == State.APPROVED:
        testimonial.move(State.IN_REVIEW)
    record(testimonial, Step.EDITED, by=by, edition=edition.number)
    return edition


def read_captions(text: str, seconds: float | None = None) -> list[captions.Cue]:
    """Return the captions in `text`; raise Refused if they are unreadable or longer than a cut."""
    if not text:
        return []
    try:
        return captions.parse(text, seconds=seconds)
    except Unreadable as error:
        raise Refused(str(error)) from error


def seconds_of(edition: Edition, *, is_same_cut: bool = True) -> float | None:
    """Return how long the cut is, as converted or else as planned; None without a video."""
    if edition.clip is None:
        return None
    if is_same_cut and edition.converted_at is not None:
        return edition.seconds
    return float(edition.trim_end or edition.clip.seconds) - float(edition.trim_start)


@transaction.atomic
def check_captions(*, edition: Edition, by: User) -> None:
    """Note that a person compared the captions with the video."""
    testimonial = lock(edition.testimonial)
    require(testimonial, *EDITABLE)
    edition = unconfirmed(edition)
    if not edition.captions:
        raise Refused("There are no captions to check.")
    read_captions(edition.captions, seconds_of(edition))
    edition.captions_checked_at, edition.captions_checked_by = timezone.now(), by
    edition.save(update_fields=["captions_checked_at", "captions_checked_by"])
    record(testimonial, Step.CHECKED, by=by, edition=edition.number)


@transaction.atomic
def ask_for_changes(*, testimonial: Testimonial, note: str, by: User) -> None:
    """Ask the guest for other words or files; the mail quotes `note`."""
    testimonial = lock(testimonial)
    require(testimonial, State.IN_REVIEW)
    testimonial.move(State.CHANGES)
    event = record(testimonial, Step.ASKED, by=by, note=note)
    mailing.mail_changes_wanted.enqueue(testimonial.pk, event.pk)


@transaction.atomic
def go_on(*, testimonial: Testimonial, by: User) -> None:
    """Go on with a testimonial whose guest does not answer what staff asked for."""
    testimonial = lock(testimonial)
    require(testimonial, State.CHANGES)
    return_to_review(testimonial)
    record(testimonial, Step.WENT_ON, by=by)


@transaction.atomic
def approve(*, edition: Edition, by: User | None) -> None:
    """Approve a draft and ask the guest to confirm it; raise Refused while something is missing."""
    testimonial = lock(edition.testimonial)
    require(testimonial, State.IN_REVIEW, State.CONFIRMED, State.PUBLISHED)
    edition = unconfirmed(edition)
    missing = missing_from(edition)
    if missing:
        raise Refused(" ".join(missing))
    edition.approved_at, edition.approved_by = timezone.now(), by
    edition.save(update_fields=["approved_at", "approved_by"])
    if testimonial.state == State.IN_REVIEW:
        testimonial.move(State.APPROVED)
    event = record(testimonial, Step.APPROVED, by=by, edition=edition.number)
    mailing.mail_approval.enqueue(testimonial.pk, event.pk)


@transaction.atomic
def confirm(*, edition: Edition) -> None:
    """Confirm an approved edition for the guest: it goes live at once. Idempotent.

    Raises Refused if staff have changed it since.
    """
    testimonial = lock(edition.testimonial)
    require(testimonial, State.APPROVED, State.CONFIRMED, State.PUBLISHED)
    seen_as = edition.approved_at
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.confirmed_at is not None:
        return
    require_seen(edition, seen_as)
    edition.confirmed_at = timezone.now()
    edition.save(update_fields=["confirmed_at"])
    record(testimonial, Step.CONFIRMED, edition=edition.number)
    if testimonial.state == State.APPROVED:
        testimonial.move(State.CONFIRMED, live_number=edition.number)
        publish_now(testimonial)
    else:
        testimonial.write(live_number=edition.number)
    index.put(testimonial)
    mailing.mail_confirmed.enqueue(testimonial.pk, edition.pk)


@transaction.atomic
def decline(*, edition: Edition, note: str) -> None:
    """Ask staff, for the guest, to change an approved edition.

    Raises Refused if it is too late, or staff have changed it since.
    """
    testimonial = lock(edition.testimonial)
    require(testimonial, State.APPROVED, State.CONFIRMED, State.PUBLISHED)
    seen_as = edition.approved_at
    edition = unconfirmed(edition)
    require_seen(edition, seen_as)
    edition.approved_at = edition.approved_by = None
    edition.save(update_fields=["approved_at", "approved_by"])
    if testimonial.state == State.APPROVED:
        testimonial.move(State.IN_REVIEW)
    record(testimonial, Step.DECLINED, edition=edition.number, note=note)


def require_seen(edition: Edition, seen_as: datetime | None) -> None:
    """Raise Refused unless a locked edition is approved as the guest saw it."""
    if seen_as is not None and edition.approved_at not in (None, seen_as):
        raise Refused("It was edited again since you opened the page.")
    if edition.approved_at is None:
        raise Refused("We are still working on it; you get a mail when it is ready.")


@transaction.atomic
def publish(*, testimonial: Testimonial, by: User) -> None:
    """Put a confirmed testimonial online again after it was taken down."""
    testimonial = lock(testimonial)
    require(testimonial, State.CONFIRMED)
    publish_now(testimonial, by=by)
    index.put(testimonial)


@transaction.atomic
def take_down(*, testimonial: Testimonial, by: User) -> None:
    """Take a published testimonial offline; the consent stays, so it can be published again."""
    testimonial = lock(testimonial)
    require(testimonial, State.PUBLISHED)
    testimonial.move(State.CONFIRMED)
    record(testimonial, Step.TAKEN_DOWN, by=by)


def publish_now(testimonial: Testimonial, *, by: User | None = None) -> None:
    """Publish a confirmed, locked testimonial; raise Refused without an active consent."""
    consented = Testimonial.objects.filter(is_active(prefix="person_consent__"), pk=testimonial.pk)
    if not consented.exists():
        raise Refused("The consent was withdrawn or has ended.")
    published_at = testimonial.published_at or timezone.now()
    testimonial.move(State.PUBLISHED, published_at=published_at)
    record(testimonial, Step.PUBLISHED, by=by, edition=testimonial.live_number)


def unconfirmed(edition: Edition) -> Edition:
    """Return the stored edition with a lock; raise Refused if the guest has confirmed it."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("testimonial", "clip")
    found = rows.filter(pk=edition.pk).first()
    if found is None or found.confirmed_at is not None:
        raise Refused("The guest has confirmed this version, so it stays as it is.")
    return found


@transaction.atomic
def discard(*, edition: Edition, by: User) -> None:
    """Delete an edition that the guest has not confirmed; raise Refused if it is the only one."""
    testimonial = lock(edition.testimonial)
    require(testimonial, *EDITABLE)
    edition = unconfirmed(edition)
    if testimonial.live_number is None:
        raise Refused("It is the only version, so it stays. Edit it instead.")
    names = [str(file.name) for file in edition.files.values()]
    edition.delete()
    transaction.on_commit(lambda: conversion.forget(names))
    record(testimonial, Step.DISCARDED, by=by, edition=edition.number)


@transaction.atomic
def convert_again(*, edition: Edition) -> None:
    """Start a failed conversion again; raise Refused if it did not fail."""
    require(lock(edition.testimonial), *EDITABLE)
    edition = unconfirmed(edition)
    if not edition.failure:
        raise Refused("It has not failed.")
    conversion.start(edition)
