"""Facts for the moderation rules: the record of a post's author, and of the hosts it links to."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from contactatonce.brands.directory import directory
from moderation import words
from moderation.screening import Record

from . import reports
from .models import Post
from .trust import level_of

KNOWN_FROM = 1  # trust; such members may link to a website that is new here
NEW_AUTHORS = 3  # who link to the same new website within the window: a campaign
WINDOW = timedelta(days=7)


def record_of(post: Post) -> Record:
    """Return the record of a post's author; the columns from the post's text are set by now."""
    author = post.author
    return Record(
        approved=Post.objects.published().filter(author=author).count(),
        is_confirmed=True,  # no one signs in before
        most_links=level_of(author).links,
        may_link_anywhere=author.trust >= KNOWN_FROM,
        spread_hosts=spread_hosts(post),
        is_reported=post.pk is not None and reports.hides(post),
    )


def spread_hosts(post: Post) -> frozenset[str]:
    """Return the hosts in a post to which several new authors linked within a week."""
    hosts = post.link_hosts.split()
    since = timezone.now() - WINDOW
    recent = Post.objects.filter(submitted_at__gt=since, author__trust=0).exclude(link_hosts="")
    numbers = {
        f"host{place}": Count("author", distinct=True, filter=Q(link_hosts__contains=f" {host} "))
        for place, host in enumerate(hosts)
    }
    if not numbers:
        return frozenset()
    own = {words.bare(host) for host in directory.get().own_hosts}
    found = recent.exclude(author=post.author_id).aggregate(**numbers)
    others = NEW_AUTHORS - (1 if post.author.trust == 0 else 0)
    return frozenset(
        host
        for place, host in enumerate(hosts)
        if found[f"host{place}"] >= others and host not in own
    )
