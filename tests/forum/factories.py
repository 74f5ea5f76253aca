"""Boards, members and posts by plain functions."""

from typing import Any

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from forum import text
from forum.models import Board, Member, Post, Topic
from forum.services.members import member_of
from moderation import words
from moderation.states import State
from search import index
from tests import factories


def create_board(slug: str = "questions", **fields: Any) -> Board:
    brand = fields.pop("brand", None) or Brand.objects.order_by("position").first()
    return Board.objects.create(
        brand=brand,
        slug=slug,
        **{"name": slug.title(), "description": "What members ask.", **fields},
    )


def create_member(name: str = "Maya Member", **fields: Any) -> Member:
    """Store a member whose e-mail address is the first word of the name at example.com."""
    email = f"{name.split()[0].lower()}@example.com"
    user = User.objects.filter(email=email).first() or factories.create_member(email, name)
    member = member_of(user)
    for field, value in fields.items():
        setattr(member, field, value)
    member.save()
    return member


def create_topic(
    board: Board, author: Member, title: str = "How fast is fast?", **fields: Any
) -> Topic:
    """Store a topic with a published first post; `fields` are those of the post."""
    kind = fields.pop("kind", Topic.Kind.DISCUSSION)
    topic = Topic.objects.create(board=board, title=title, kind=kind)
    topic.opening = create_post(topic, author, **fields)
    topic.save()
    topic.recount()
    index.put(topic)
    return topic


def create_post(
    topic: Topic, author: Member, typed: str = "We answer within a minute.", **fields: Any
) -> Post:
    """Store a post, published unless `fields` say otherwise."""
    stored = text.to_stored(typed)
    html = text.render(stored)
    post = Post.objects.create(
        topic=topic,
        author=author,
        text=stored,
        html=html,
        **{
            "digest": words.digest(stored),
            "link_hosts": words.as_column(words.hosts(html)),
            "state": State.PUBLISHED,
            **fields,
        },
    )
    if topic.opening_id:
        topic.recount()
    return post
