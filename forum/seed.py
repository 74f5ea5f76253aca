"""First boards and topics of each site, from content/forum/<site>.toml, and levels of trust."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.services import company_account
from contactatonce.brands.models import Brand
from contactatonce.lib import content
from moderation.states import State
from search import index

from . import text
from .models import Board, Member, Post, Topic, TrustLevel
from .notifications import stop_mail
from .services.members import member_of
from .trust import DEFAULTS


def load_trust_levels() -> bool:
    """Store the levels of trust that are missing; return whether there were any."""
    known = set(TrustLevel.objects.values_list("pk", flat=True))
    missing = [level for level in DEFAULTS if level.pk not in known]
    TrustLevel.objects.bulk_create(missing)
    return bool(missing)


@transaction.atomic
def load_boards() -> bool:
    """Create boards, with topics by the company, on each site that has none; return whether it did.

    A site with a board is skipped, so that no change by staff is undone.
    """
    sites = Brand.objects.filter(boards=None)
    found = [(brand, content.ROOT / "forum" / f"{brand.slug}.toml") for brand in sites]
    missing = [(brand, file) for brand, file in found if file.exists()]
    for brand, file in missing:
        place = content.name_of(file)
        table = content.read(file)
        content.check_names(table, place, needed=("boards", "topics"))
        boards = load_boards_of(brand, table["boards"], place)
        for where, entry in content.each(table["topics"], dict, f"{place}, topic"):
            load_topic(boards, entry, where)
    return bool(missing)


def load_boards_of(brand: Brand, listed: Any, place: str) -> dict[str, Board]:
    """Create the boards of a site in their order; return them by slug."""
    return {
        entry["slug"]: content.create(Board, where, brand=brand, position=number, **entry)
        for number, (where, entry) in enumerate(content.each(listed, dict, f"{place}, board"))
    }


def load_topic(boards: dict[str, Board], entry: content.Table, place: str) -> None:
    """Publish a topic by the company."""
    optional = ("is_pinned", "is_locked")
    content.check_names(entry, place, needed=("board", "title", "text"), optional=optional)
    if entry["board"] not in boards:
        raise content.ContentError(f"{place}, board: {entry['board']} is not among the boards.")
    now = timezone.now()
    topic = Topic.objects.create(
        board=boards[entry["board"]],
        title=entry["title"],
        pinned_at=now if entry.get("is_pinned") else None,
        locked_at=now if entry.get("is_locked") else None,
    )
    publish(topic, company(), entry["text"], now)


def company() -> Member:
    """Return the member as which the company itself writes; it gets no mail."""
    member = member_of(company_account())
    stop_mail(member=member)
    return member


def publish(topic: Topic, author: Member, typed: str, at: datetime, **columns: Any) -> Post:
    """Store a post of `at`, published unless `columns` say otherwise; the first opens the topic."""
    stored = text.to_stored(typed)
    post = Post.objects.create(
        topic=topic,
        author=author,
        text=stored,
        submitted_at=at,
        moved_at=at,
        **{"state": State.PUBLISHED, **text.derived(stored), **columns},
    )
    if topic.opening is None:
        topic.opening = post
        topic.save(update_fields=["opening"])
    topic.recount()
    topic.refresh_from_db()
    index.put(topic)
    return post
