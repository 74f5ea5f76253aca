"""Fill a development database with invented posts, comments and topics: `make demo-large`."""

import random
from collections.abc import Iterator
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  after the settings
from django.db import transaction  # noqa: E402  after the settings
from django.utils import timezone  # noqa: E402  after the settings

from blog.models import Comment, Post  # noqa: E402  after the settings
from contactatonce.lib import markup  # noqa: E402  after the settings
from moderation import words  # noqa: E402  after the settings
from moderation.states import State  # noqa: E402  after the settings
from privacy import fingerprints  # noqa: E402  after the settings
from tools.load_forum import load_forum  # noqa: E402  after the settings

BATCH = 500
DAY = timedelta(days=1)
OPENERS = ("Thank you for this.", "We do it the other way round.", "A question:", "Agreed.")
POINTS = (
    "our evening shift answers most of what comes in after eight",
    "the first line decides whether anybody goes on reading",
    "nobody knew whose turn it was until we wrote names on the board",
    "people ask about the price before they ask about anything else",
    "the transcript helps the person who calls back the next morning",
    "we count an answer only if a person wrote it",
)
HELD = ({"code": "new_author", "points": 1, "detail": ""},)
SHARE_HELD = 0.05


@transaction.atomic
def load_posts(number: int) -> int:
    """Copy the posts that there are until there are `number`; return how many there are now.

    Every tenth copy is still to come and every tenth is over, so that pages have to leave some out.
    """
    originals = list(Post.objects.filter(publish_at__isnull=False).order_by("pk"))
    now, there = timezone.now(), Post.objects.count()
    for count in range(there, number) if originals else ():
        original = originals[count % len(originals)]
        begins = now + DAY * (count % 30 + 1) if count % 10 == 0 else now - DAY * (count * 2)
        copy = Post.objects.create(
            brand_id=original.brand_id,
            title=f"{original.title} ({count})"[-120:],
            slug=f"{original.slug[:110]}-{count}",
            summary=original.summary,
            body=original.body,
            cover_id=original.cover_id,
            series=None,
            publish_at=begins,
            unpublish_at=now - DAY if count % 10 == 5 and begins < now - DAY else None,
        )
        copy.authors.set(original.authors.all())
        copy.tags.set(original.tags.all())
    return Post.objects.count()


@transaction.atomic
def load_comments(number: int, *, seed: int = 1) -> int:
    """Store `number` invented comments under the published posts; return how many there are now."""
    posts = list(Post.objects.published())
    draw = random.Random(seed)
    Comment.objects.bulk_create(invent(draw, posts, number) if posts else (), batch_size=BATCH)
    return Comment.objects.count()


def invent(draw: random.Random, posts: list[Post], number: int) -> Iterator[Comment]:
    """Yield comments of a few hundred authors over a year; some wait, the others are published."""
    now = timezone.now()
    for count in range(number):
        who = draw.randrange(400)
        first, second = draw.sample(POINTS, 2)
        text = f"{draw.choice(OPENERS)} With us {first}, and {second}. ({count + 1})"
        is_held = draw.random() < SHARE_HELD
        moment = now - timedelta(minutes=draw.randrange(365 * 24 * 60))
        post = draw.choice(posts)
        yield Comment(
            post=post,
            brand_id=post.brand_id,
            name=f"Reader {who}",
            text=text,
            html=markup.render_limited(text),
            digest=words.digest(text),
            state=State.HELD if is_held else State.PUBLISHED,
            reasons=list(HELD) if is_held else [],
            score=1 if is_held else 0,
            submitted_at=moment,
            moved_at=moment,
            **fingerprints.columns_about(f"reader-{who}@example.com"),
        )


def main() -> None:
    if not settings.IS_LOCAL:
        raise SystemExit("Invented comments do not belong on a public site.")
    print(f"{load_posts(300)} posts")
    print(f"{load_comments(3000)} comments")
    print(f"{load_forum(30_000)} posts in the forum")


if __name__ == "__main__":
    main()
