"""Comments by invented readers, in every state, from content/demo/comments.toml."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from blog.models import Comment, CommentAddress, Post
from contactatonce.lib import content, markup
from moderation import words
from moderation.models import Verdict
from moderation.states import Refusal, State
from privacy import fingerprints

POSTS = 3  # newest posts per blog


@transaction.atomic
def load_comments() -> bool:
    """Store invented comments unless there are any; return whether it did."""
    if Comment.objects.exists():
        return False
    comments = content.read(content.ROOT / "demo" / "comments.toml")["comments"]
    blogs = Post.objects.published().values_list("brand", flat=True).distinct()
    for brand in sorted(set(blogs)):
        newest = Post.objects.published().filter(brand=brand).newest_first()
        for number, post in enumerate(newest[:POSTS]):
            load_thread(post, comments if number == 0 else comments[: 3 - number])
    return Comment.objects.exists()


def load_thread(post: Post, comments: list[content.Table]) -> None:
    """Store one conversation under `post`."""
    before: Comment | None = None
    for found in comments:
        state, reasons = found.get("state", State.PUBLISHED), found.get("reasons", [])
        html = markup.render_limited(found["text"])
        email = f"{found['name'].split()[0].lower()}@example.com"
        submitted_at = timezone.now() - timedelta(hours=found["hours"])
        comment = Comment.objects.create(
            post=post,
            brand=post.brand,
            parent=before if found.get("is_reply") else None,
            name=found["name"],
            text=found["text"],
            html=html,
            digest=words.digest(found["text"]),
            link_hosts=words.as_column(words.hosts(html)),
            state=state,
            refusal=Refusal.RUDE if state == State.REFUSED else "",
            reasons=reasons,
            score=sum(reason["points"] for reason in reasons),
            submitted_at=submitted_at,
            moved_at=submitted_at,
            version=1 if state == State.HELD else 2,
            **fingerprints.columns_about(email),
        )
        CommentAddress.objects.create(comment=comment, email=email)
        if state != State.HELD:
            create_verdict(comment)
        before = comment


def create_verdict(comment: Comment) -> None:
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
