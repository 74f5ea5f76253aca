"""Pages of comment threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Comment, Post
from moderation.states import State

PER_PAGE = 50  # top-level comments, with all replies
MOST_PAGES = 200
SHOWN = ("html", "name", "parent", "post", "state", "submitted_at")


@dataclass
class Thread:
    """A top-level comment or its placeholder, and its published replies, oldest first."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def answerable(self) -> Comment:
        """The comment to reply to: the first one that is published."""
        return self.comment if self.comment.is_published else self.replies[0]


@dataclass(frozen=True)
class Page:
    """One page of threads; `earlier` and `later` are page numbers or 0."""

    threads: list[Thread]
    earlier: int
    later: int


def read(post: Post, number: int) -> Page:
    """Return a page of the threads under `post`: two queries, however many comments."""
    rows = (
        post.comments.threads()
        .only(*SHOWN)
        .order_by("pk")[(number - 1) * PER_PAGE :][: PER_PAGE + 1]
    )
    found = list(rows)
    threads = {comment.pk: Thread(comment) for comment in found[:PER_PAGE]}
    for reply in replies_to(list(threads)) if threads else ():
        threads[reply.parent_id].replies.append(reply)
    shown = [each for each in threads.values() if each.comment.is_published or each.replies]
    return Page(shown, number - 1, number + 1 if len(found) > PER_PAGE else 0)


def replies_to(keys: list[int]) -> Iterable[Comment]:
    """Return the published replies to these comments, oldest first."""
    return (
        Comment.objects.filter(parent__in=keys, state=State.PUBLISHED).only(*SHOWN).order_by("pk")
    )


def path_to(comment: Comment) -> str:
    """Return the path of a published comment, with its page and fragment."""
    first = comment.parent_id or comment.pk
    number = comment.post.comments.threads().filter(pk__lt=first).count() // PER_PAGE + 1
    query = f"?comments={number}" if number > 1 else ""
    return f"{comment.post.get_absolute_url()}{query}#comment-{comment.pk}"


def page_number(text: str) -> int:
    """Parse `?comments=`; return 1 for an invalid page number."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return max(1, min(number, MOST_PAGES))
