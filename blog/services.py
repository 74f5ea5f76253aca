"""What happens around a post: it goes, tags become one, addresses move with their pages."""

from collections.abc import Iterable
from contextlib import suppress

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import articles
from publishing import changes, redirects
from publishing.models import ScheduledChange
from publishing.models.changes import ScheduledChangeQuerySet

from . import addresses
from .models import Author, Post, Series, Tag

# The formats of every feed: feeds.respond renders them, the redirects of moved pages name them.
FEEDS = ("rss.xml", "atom.xml", "feed.json")


@transaction.atomic
def delete(post: Post) -> None:
    """Delete a post; where readers could find it they are told that it is gone."""
    post.lock()
    places = addresses.places_of(post)
    post.delete()
    for place in places:
        redirects.gone(brand=place.brand, old=place.path)


@transaction.atomic
def delete_topic(topic: Series | Tag) -> None:
    """Delete a tag or a series; where readers could find its page they are told that it is gone."""
    old = topic.get_absolute_url()
    was_shown = topic.posts.filter(publish_at__lte=timezone.now()).exists()
    topic.delete()
    for path in with_feeds(old, isinstance(topic, Tag)) if was_shown else ():
        redirects.gone(brand=topic.brand, old=path)


def move_page(brands: Iterable[Brand], old: str, new: str, *, has_feeds: bool = True) -> None:
    """Have the old address of a tag, an author or a series lead to the new one, its feeds too."""
    if old == new:
        return
    steps = list(zip(with_feeds(old, has_feeds), with_feeds(new, has_feeds), strict=True))
    for brand in brands:
        for before, after in steps:
            redirects.moved(brand=brand, old=before, new=after)


def with_feeds(path: str, has_feeds: bool) -> list[str]:
    """Return the path of a page and those of its feeds, if it has any."""
    return [path, *(f"{path}{feed}" for feed in FEEDS if has_feeds)]


def path_of(row: Author | Series | Tag) -> str:
    """Return the path of the page as it is stored now; "" for one that is not stored yet."""
    model = type(row)
    slug = model._base_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    names = {Author: "blog:author", Series: "blog:series", Tag: "blog:tag"}
    return reverse(names[model], args=[slug]) if slug else ""


@transaction.atomic
def merge_tags(tags: Iterable[Tag], *, into: Tag) -> None:
    """Give the posts of `tags` the tag `into`, delete them, and have their addresses lead to it."""
    tags = list(tags)
    waiting = _waiting_with(tags)
    settled = {change.object_id for change in waiting}
    for post in Post.objects.filter(Q(tags__in=tags) | Q(pk__in=settled)).distinct().order_by("pk"):
        with suppress(Post.DoesNotExist):  # somebody deletes it in this moment
            changes.settle(post)  # holds it: posts come before tags, in one order for everybody
    for tag in tags:
        old = tag.get_absolute_url()
        into.posts.add(*tag.posts.all())
        for change in _waiting_with([tag]):
            keys = {*change.snapshot["tags"], into.pk} - {tag.pk}
            changes.amend(change, {"tags": sorted(keys)})
        tag.delete()
        move_page([into.brand], old, into.get_absolute_url())


def _waiting_with(tags: Iterable[Tag]) -> list[ScheduledChange]:
    """Return the changes that are to give one of `tags` to their posts."""
    keys = {tag.pk for tag in tags}
    waiting = _waiting()
    return [change for change in waiting if not keys.isdisjoint(change.snapshot.get("tags", ()))]


# Rendered texts -------------------------------------------------------------------------------


def render_posts_with(image_id: int) -> None:
    """Render what shows a picture, now that its sizes are there: posts, and what waits for them."""
    for post in Post.objects.filter(pictures=image_id):
        post.render_again()
    _render_changes(_waiting().filter(pictures=image_id))


def render_outdated() -> bool:
    """Render all HTML that an older release made; tell whether there was any."""
    old = Post.objects.filter(render_version__lt=articles.RENDER_VERSION)
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        Post.objects.get(pk=key).render_again()
    waiting = _waiting().filter(fields__render_version__lt=articles.RENDER_VERSION)
    return _render_changes(waiting) or bool(keys)


def _waiting() -> ScheduledChangeQuerySet:
    """Return the changes that wait for posts."""
    kind = ContentType.objects.get_for_model(Post)
    return ScheduledChange.objects.waiting().filter(content_type=kind)


def _render_changes(waiting: ScheduledChangeQuerySet) -> bool:
    """Render what `waiting` have in store for readers; tell whether there were any."""
    found = list(waiting)
    for change in found:
        with suppress(changes.TooLate):  # it is rendered when it is written into its post
            changes.amend(change, {})
    return bool(found)
