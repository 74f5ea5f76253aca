"""Comments by invented readers, in every state, for a development machine."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from blog.models import Comment, CommentAddress, Post
from contactatonce.lib import markup
from moderation import words
from moderation.models import Verdict
from moderation.states import Refusal, State
from privacy import fingerprints

POSTS = 3  # of each blog, the newest that take comments


class Said(NamedTuple):
    """One comment: who, how many hours ago, what; `answers` the one before it in the list."""

    name: str
    hours: int
    text: str
    state: str = State.PUBLISHED
    codes: tuple[str, ...] = ()
    answers: bool = False


SAID = (
    Said("Marla", 60, "We tried this for a month. The hardest part was not the answer itself but "
         "knowing *whose* answer it was. A name on the board beside the door settled it."),
    Said("Ed", 55, "Same here. Ours is on the whiteboard, next to the keys.", answers=True),
    Said("Theo", 30, "How do you handle the hour before closing? Everybody is busy then, and "
         "that is when most questions come in:\n\n- is it still there\n- what does it cost\n"
         "- can I come at seven"),
    Said("Priya", 9, "A question from the other side of the desk: would you tell people that the "
         "person who answers also has others waiting?", State.HELD, ("new_author",)),
    Said("Jon", 7, "Our vendor wrote about the same thing: https://vendor.example/replies",
         State.HELD, ("new_author", "new_host")),
    Said("Best deals", 5, "Amazing article! Rank your website on the first page, guaranteed: "
         "[order now](https://rank-top.example/) and https://rank-top.example/offer",
         State.HELD, ("new_author", "links", "new_host", "classifier")),
    Said("Anon", 90, "You people have no idea what you are doing.", State.REFUSED),
)  # fmt: skip
POINTS = {"new_author": 1, "links": 2, "new_host": 2, "classifier": 5}
DETAILS = {"links": "3", "classifier": "97 %"}


@transaction.atomic
def load_comments() -> bool:
    """Store invented comments unless there are any; tell whether it did."""
    if Comment.objects.exists():
        return False
    blogs = Post.objects.published().values_list("brand", flat=True).distinct()
    for brand in sorted(set(blogs)):
        newest = Post.objects.published().filter(brand=brand).newest_first()
        for number, post in enumerate(newest[:POSTS]):
            load_thread(post, SAID if number == 0 else SAID[: 3 - number])
    return Comment.objects.exists()


def load_thread(post: Post, said: tuple[Said, ...]) -> None:
    """Store one conversation under `post`."""
    before: Comment | None = None
    for each in said:
        html = markup.render_limited(each.text)
        details = DETAILS | {"new_host": ", ".join(words.hosts(html))}
        email = f"{each.name.split()[0].lower()}@example.com"
        comment = Comment.objects.create(
            post=post,
            brand=post.brand,
            parent=before if each.answers else None,
            name=each.name,
            text=each.text,
            html=html,
            digest=words.digest(each.text),
            link_hosts=words.as_column(words.hosts(html)),
            state=each.state,
            refusal=Refusal.RUDE if each.state == State.REFUSED else "",
            reasons=[
                {"code": code, "points": POINTS[code], "detail": details.get(code, "")}
                for code in each.codes
            ],
            score=sum(POINTS[code] for code in each.codes),
            submitted_at=timezone.now() - timedelta(hours=each.hours),
            moved_at=timezone.now() - timedelta(hours=each.hours),
            version=1 if each.state == State.HELD else 2,
            **fingerprints.fingerprint_of(email).columns,
        )
        CommentAddress.objects.create(comment=comment, email=email)
        if each.state != State.HELD:
            judged(comment)
        before = comment


def judged(comment: Comment) -> None:
    """Store the verdict on a comment that has left the queue."""
    is_refused = comment.state == State.REFUSED
    Verdict.objects.create(
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=comment.pk,
        version=1,
        decision=Verdict.Decision.REFUSE if is_refused else Verdict.Decision.APPROVE,
        refusal=comment.refusal,
        before=State.HELD,
        at=comment.submitted_at + timedelta(hours=1),
    )
