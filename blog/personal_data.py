"""Personal data in the blogs."""

from datetime import datetime, timedelta

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from contactatonce.lib import markup
from privacy.registry import (
    Category,
    Kind,
    OnErasure,
    Personal,
    Retention,
    Rows,
    declare,
    holds_nobody,
)

from .comments import personal_data as comment_data  # noqa: F401  declares its own models
from .models import Author, Post, Series, Tag
from .subscriptions import personal_data as subscription_data  # noqa: F401  imported to register

YEAR = timedelta(days=365)


def without_posts(rows: Rows, now: datetime) -> Rows:
    """Authors without posts, created at least a year ago."""
    return rows.filter(posts=None, made_at__lt=now - YEAR)


declare(
    Author,
    purpose="To tell readers who wrote a post.",
    source="The person gave it to be named as an author.",
    about=lambda subject: Author._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "authors",
        "while they have a post, and for at least a year",
        expired=without_posts,
    ),
    personal={
        "name": Personal(Category.BUSINESS, identifies=Kind.NAME),
        "role": Category.BUSINESS,
        "bio": Category.BUSINESS,
        "bio_html": Category.BUSINESS,
        "portrait": Category.BUSINESS,
        "email": Personal(Category.CONTACT, identifies=Kind.EMAIL),
    },
    plain="slug is_demonstration made_at version",
    on_erasure=OnErasure.BLANK,
    blanks={
        "name": "Former author",
        "slug": Concat(Value("former-author-"), Cast("pk", CharField())),
    },
    created="made_at",
    derived={"bio": lambda bio: {"bio_html": markup.render(bio)}},
)

PUBLISHED = "It is a text that everybody can read; its authors are held as authors."
holds_nobody(
    Post,
    *Post.REVISED,
    *Post.RENDERED,
    "pictures guid updated_at version",
    because=PUBLISHED,
)
holds_nobody(
    Tag,
    "brand name name_key slug description version",
    because="It describes a subject.",
)
holds_nobody(Series, "brand title slug summary version", because="It describes posts.")
