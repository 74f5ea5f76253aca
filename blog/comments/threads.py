"""What stands under a post: pages of threads, and on which of them a comment is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Comment, Post
from moderation.states import State

PER_PAGE = 50  # of the first line, with all their replies
MOST_PAGES = 200
SHOWN = ("html", "name", "parent", "post", "state", "submitted_at")


@dataclass
class Thread:
    """A comment of the first line, or its place, and the published replies to it, oldest first."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def answerable(self) -> Comment:
        """What a reply to this thread replies to: where nobody may read the first, the next."""
        return self.comment if self.comment.is_published else self.replies[0]


@dataclass(frozen=True)
class Page:
    """One page of the threads under a post; `earlier` and `later` are 0 where there is none."""

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
    """Return the path at which readers find a published comment, on whichever page it stands."""
    first = comment.parent_id or comment.pk
    number = comment.post.comments.threads().filter(pk__lt=first).count() // PER_PAGE + 1
    query = f"?comments={number}" if number > 1 else ""
    return f"{comment.post.get_absolute_url()}{query}#comment-{comment.pk}"


def page_number(text: str) -> int:
    """Return the page that an address asks for; the first for anything that is no such number."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return max(1, min(number, MOST_PAGES))
