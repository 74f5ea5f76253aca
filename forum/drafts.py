"""Drafts: what a member has written for a board, in a topic or into a post, and not sent yet."""

from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand

from .models import Board, Draft, Member, Post, Topic
from .text import to_stored

Place: TypeAlias = Board | Topic | Post


def name_of(place: Place) -> str:
    """Return the column of a draft that names the place: board, topic or post."""
    return str(place._meta.model_name)


def url_of(place: Place) -> str:
    """Return the path of the form that writes there."""
    if isinstance(place, Board):
        return reverse("forum:new_topic", args=[place.slug])
    return reverse("forum:reply" if isinstance(place, Topic) else "forum:edit", args=[place.pk])


def has_form(place: Place) -> bool:
    """Return whether that form opens: not for a topic that no one sees, nor for a removed post."""
    if isinstance(place, Topic):
        return place.is_published
    return not (isinstance(place, Post) and place.is_removed)


def find(member: Member, place: Place) -> Draft | None:
    """Return the member's draft for a place."""
    if member.pk is None:
        return None
    return member.drafts.filter(**{name_of(place): place}).first()


@transaction.atomic
def save(*, member: Member, place: Place, typed: dict[str, Any]) -> Draft | None:
    """Keep a draft, with the members that it mentions by number; an empty one is deleted.

    `typed` is the cleaned data of the form; a reply has no title, kind and tags.
    """
    title, text = typed.get("title", ""), typed["text"]
    if not (title or text):
        drop(member=member, place=place)
        return None
    words = {"title": title, "text": to_stored(text), "saved_at": timezone.now()}
    words["kind"] = typed.get("kind") or Topic.Kind.DISCUSSION
    where: dict[str, Any] = {name_of(place): place}
    draft, _ = Draft.objects.update_or_create(member=member, **where, defaults=words)
    draft.tags.set(typed.get("tags", ()))
    return draft


def drop(*, member: Member, place: Place) -> None:
    """Delete the member's draft for a place; call it in the transaction that stores the post."""
    Draft.objects.filter(member=member, **{name_of(place): place}).delete()


def place_of(draft: Draft) -> Place:
    place = draft.board or draft.topic or draft.post
    if place is None:
        raise ValueError(draft)  # the constraint draft_has_one_place forbids it
    return place


def drafts_of(member: Member, brand: Brand) -> QuerySet[Draft]:
    """Return the member's drafts on a site, newest first, with their places."""
    on_site = Q(board__brand=brand) | Q(topic__board__brand=brand)
    on_site |= Q(post__topic__board__brand=brand)
    return Draft.objects.filter(on_site, member=member).select_related(
        "board", "topic__opening", "topic__board", "post__topic__opening"
    )
