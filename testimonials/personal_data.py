"""Personal data in testimonials and in the customer directory."""

from datetime import datetime, timedelta

from django.db.models import Q

from contactatonce.lib import markup
from moderation import words
from privacy.registry import (
    Category,
    Kind,
    Personal,
    Retention,
    Rows,
    declare,
    holds_nobody,
)

from .models import Edition, Event, Listing, OpenLink, Testimonial, Upload
from .models.editions import FILES, PRINTED
from .states import EXPIRING, State

# The texts promise 30 days: the rest is for the daily run and its grace (privacy/retention.py).
MONTH, YEAR = timedelta(days=27), timedelta(days=365)
INTERNAL = "It is computed from the text beside it."
NAME = Personal(Category.CONTACT, Kind.NAME)
WRITTEN = {**dict.fromkeys(PRINTED, Category.BUSINESS), "name": NAME}


def over(rows: Rows, now: datetime) -> Rows:
    """Testimonials that ended a month ago; a year ago, if they expired or were left unpublished."""
    ended = Q(state__in=[State.WITHDRAWN, State.REFUSED]) | Q(
        state=State.EXPIRED, person_consent=None
    )
    idle = Q(state=State.EXPIRED) | Q(state__in=EXPIRING, published_at=None)
    return rows.filter((ended & Q(moved_at__lt=now - MONTH)) | (idle & Q(moved_at__lt=now - YEAR)))


def rendered(text: str) -> dict[str, str]:
    """Return the columns derived from the guest's words."""
    html = markup.render_limited(text)
    hosts = words.as_column(words.hosts(html))
    return {"html": html, "digest": words.digest(text), "link_hosts": hosts}


declare(
    Testimonial,
    purpose="To publish what customers say about us, with their consent.",
    about=lambda subject: Testimonial._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "testimonials",
        "within 30 days after it was withdrawn or refused, or its invitation ended unused; a year "
        "after its consent ended, or after its last step if it was never published",
        expired=over,
    ),
    personal={
        **WRITTEN,
        "email": Personal(Category.CONTACT, Kind.EMAIL),
        **dict.fromkeys(("text", "html", "digest", "link_hosts", "reasons"), Category.CONTENT),
    },
    plain=(
        "key brand kind trade state refusal score submitted_at moved_at confirmed_at version logo "
        "invited_by invited_at expires_at reminded_at person_consent company_consent live_number "
        "published_at"
    ),
    withheld={
        "html": INTERNAL,
        "digest": INTERNAL,
        "link_hosts": INTERNAL,
        "reasons": "They would reveal how our filters work.",
        "key": "Anyone who has it can change the testimonial.",
    },
    derived={"text": rendered},
    created="submitted_at",
)
declare(
    Edition,
    purpose="To show a testimonial as its giver confirmed it.",
    retention=Retention("editions", "as long as the testimonial", follows="testimonial"),
    personal={
        **WRITTEN,
        **dict.fromkeys(("quote", "captions", "transcript", *FILES), Category.CONTENT),
    },
    plain=(
        "testimonial number photo clip trim_start trim_end poster_at captions_checked_at "
        "captions_checked_by width height seconds size progress failure converted_at created_at "
        "created_by approved_at approved_by confirmed_at version"
    ),
)
declare(
    Upload,
    purpose="To make what is published of a testimonial from it.",
    retention=Retention("uploads", "as long as the testimonial", follows="testimonial"),
    personal={"file": Category.CONTENT, "content_hash": Category.CONTENT},
    plain="testimonial kind size width height seconds uploaded_at",
    withheld={
        "content_hash": INTERNAL,
        "file": "It is what the person sent us. The copy has what we made of it; ask for it and "
        "we hand it over on its own, for it may have hundreds of megabytes.",
    },
)
declare(
    Event,
    purpose="To show what happened to a testimonial, and when.",
    source="Our software and staff wrote it.",
    retention=Retention("testimonial events", "as long as the testimonial", follows="testimonial"),
    personal={"note": Category.WORK},
    plain="testimonial step edition by at",
)
declare(
    Listing,
    purpose="To list customers who agreed to it.",
    source="Our staff wrote it; the company agreed to it before it was shown.",
    about=lambda subject: Listing._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "directory entries",
        "while the company agrees; within 30 days after its removal, a year after its consent "
        "ended, or a year after it was written without an answer",
        expired=lambda rows, now: rows.filter(
            Q(removed_at__lt=now - MONTH)
            | Q(consent__ends_at__lt=now - YEAR)
            | Q(consent=None, created_at__lt=now - YEAR)
        ),
    ),
    personal={
        "email": Personal(Category.CONTACT, Kind.EMAIL),
        **dict.fromkeys(("company", "place", "region", "link"), Category.BUSINESS),
    },
    plain="brand key trade consent asked_at created_at removed_at version",
    withheld={"key": "Anyone who has it can remove the entry."},
)
holds_nobody(
    OpenLink,
    "brand key created_at created_by closed_at",
    because="It is a link of a site; the testimonials behind it are declared themselves.",
)
