"""Checklist of an edition, before the guest is asked to confirm it; the review desk shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .models import Edition
from .models.testimonials import ON_SITE


@dataclass(frozen=True)
class Item:
    """One line of the checklist: what must be true, and what to do while it is not."""

    label: str
    is_done: Callable[[Edition], bool]
    to_do: str
    concerns: Callable[[Edition], bool] = lambda edition: True


def has_consent(edition: Edition) -> bool:
    consent = edition.testimonial.person_consent
    return consent is not None and consent.is_active and f" {ON_SITE} " in consent.channels


def has_clip(edition: Edition) -> bool:
    return edition.clip_id is not None


def has_picture(edition: Edition) -> bool:
    return edition.clip_id is not None or edition.photo_id is not None


def is_converted(edition: Edition) -> bool:
    return edition.converted_at is not None and bool(edition.picture_jpeg)


CHECKLIST: Final = (
    Item("The person agreed", has_consent, "The consent was withdrawn or has ended."),
    Item("Words", lambda edition: bool(edition.quote.strip()), "Write the words to show."),
    Item("Name", lambda edition: bool(edition.name.strip()), "Write the name to show."),
    Item(
        "Photo or video is ready",
        is_converted,
        "The photo or video is not converted yet.",
        has_picture,
    ),
    Item("Captions", lambda edition: bool(edition.captions), "Write captions.", has_clip),
    Item(
        "Captions checked by a person",
        lambda edition: edition.captions_checked_at is not None,
        "Compare the captions with the video, then tick them off.",
        has_clip,
    ),
)


def items_for(edition: Edition) -> list[tuple[Item, bool]]:
    """Return the items that concern this edition, each with whether it is done."""
    return [(item, item.is_done(edition)) for item in CHECKLIST if item.concerns(edition)]


def missing_from(edition: Edition) -> list[str]:
    """Return what is still to be done, in words."""
    return [item.to_do for item, is_done in items_for(edition) if not is_done]
