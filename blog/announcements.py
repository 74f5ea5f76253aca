"""What happens once beside a post's appearing: whoever is in `tellers` is told.

Nobody is yet: mailings add the subscribers' letter. Readers see a post at its time whether this
runs or not.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contactatonce.jobs import services
from contactatonce.jobs.registry import job, periodic

from .models import Post

NEWS_FOR = timedelta(days=1)  # what came out earlier than that is announced to nobody
AT_ONCE = 100

# Each is called at most once for each post, by its name.
tellers: dict[str, Callable[[Post], object]] = {}


@periodic(every=timedelta(minutes=1))
def announce_posts() -> None:
    """Order what is to be told of the posts that have come out since the last look."""
    announce(timezone.now())


def announce(now: datetime) -> int:
    """Order a job for each post that has come out and each teller; return how many posts."""
    due = Post.objects.published(now).filter(announced_at=None)
    found = list(due.order_by("publish_at").values_list("pk", "publish_at")[:AT_ONCE])
    for pk, publish_at in found:
        with transaction.atomic():
            is_ours = Post.objects.filter(pk=pk, announced_at=None).update(announced_at=now)
            if is_ours and publish_at > now - NEWS_FOR:
                for name in tellers:
                    tell.enqueue(pk, name)
    return len(found)


@job()
def tell(post_id: int, name: str) -> None:
    """Have one teller tell of one post, once; of a post that was taken back it tells nothing."""
    post = Post.objects.published().filter(pk=post_id).first()
    teller = tellers.get(name)
    if post is None or teller is None:
        return
    with services.once(f"post:{post_id}:{name}") as is_due:
        if is_due:
            teller(post)
