"""Invented topics and posts for the forum of the first site: part of `make demo-large`."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from forum import text
from forum.models import Board, Member, Post, Topic
from moderation import words
from moderation.states import State
from search import index

BATCH = 500
MEMBERS = 200
LONG_TOPIC = 10_000  # posts of one topic; the others share the rest
A_TOPIC = 20
TITLE = "The longest conversation"
OPENERS = ("Thank you for this.", "We do it the other way round.", "A question:", "Agreed.")
POINTS = (
    "our evening shift answers most of what comes in after eight",
    "the first line decides whether anybody goes on reading",
    "people ask about the price before they ask about anything else",
    "the transcript helps the person who calls back the next morning",
    "we count an answer only if a person wrote it",
)


@transaction.atomic
def load_forum(number: int, *, seed: int = 1, long: int = LONG_TOPIC) -> int:
    """Store `number` posts, unless the longest topic exists; return how many posts there are."""
    if not Topic.objects.filter(title=TITLE).exists():
        draw = random.Random(seed)
        members = invent_members()
        board = first_board()
        begun = timezone.now() - timedelta(days=365)
        sizes = [long, *(A_TOPIC for _ in range(max(number - long, 0) // A_TOPIC))]
        for count, size in enumerate(sizes):
            title = TITLE if count == 0 else f"How do you handle case {count}?"
            topic = Topic(board=board, title=title, opened_at=begun + timedelta(hours=count))
            if count % 3 == 1:
                topic.kind = Topic.Kind.QUESTION
            fill(topic, list(invent_posts(draw, topic, members, size)))
    return Post.objects.count()


def first_board() -> Board:
    brand = Brand.objects.order_by("position")[0]
    found = Board.objects.on(brand).order_by("position", "pk").first()
    return found or Board.objects.create(
        brand=brand, name="Questions", slug="questions", description="What members ask."
    )


def invent_members() -> list[Member]:
    users = User.objects.bulk_create(
        User(email=f"member-{count}@example.com", display_name=f"Invented Member {count}")
        for count in range(MEMBERS)
    )
    return Member.objects.bulk_create(
        Member(user=user, handle=f"invented-member-{count}") for count, user in enumerate(users)
    )


def invent_posts(
    draw: random.Random, topic: Topic, members: list[Member], number: int
) -> Iterator[Post]:
    """Yield published posts of a topic in the order in which they were written."""
    at = topic.opened_at
    for count in range(number):
        first, second = draw.sample(POINTS, 2)
        typed = f"{draw.choice(OPENERS)} With us {first}, and **{second}**. ({count + 1})"
        at = min(at + timedelta(minutes=draw.randrange(1, 40)), timezone.now())
        yield Post(
            topic=topic,
            author=draw.choice(members),
            text=typed,
            html=text.render(typed),
            digest=words.digest(typed),
            state=State.PUBLISHED,
            submitted_at=at,
            moved_at=at,
            published_at=at,
        )


def fill(topic: Topic, posts: list[Post]) -> None:
    """Store a topic with its posts, of which the first one opens it."""
    topic.save()
    Post.objects.bulk_create(posts, batch_size=BATCH)
    latest: datetime = posts[-1].submitted_at
    topic.opening, topic.last_post = posts[0], posts[-1]
    topic.replies, topic.active_at = len(posts) - 1, latest
    topic.save()
    index.put(topic)
