"""Merge and delete tags and series, redirect their URLs, and re-render posts."""

from collections.abc import Iterable
from contextlib import suppress

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import articles
from publishing import redirects, scheduling
from publishing.models import ScheduledRevision

from .feeds import FEEDS
from .models import Author, Post, Series, Tag


@transaction.atomic
def delete_topic(topic: Series | Tag) -> None:
    """Delete a tag or a series; if readers could find its page, its URLs answer 410."""
    old = topic.get_absolute_url()
    was_shown = topic.posts.filter(publish_at__lte=timezone.now()).exists()
    topic.delete()
    for path in with_feeds(old, isinstance(topic, Tag)) if was_shown else ():
        redirects.gone(brand=topic.brand, old=path)


def move_page(brands: Iterable[Brand], old: str, new: str, *, has_feeds: bool = True) -> None:
    """Redirect the old URL of a tag, an author or a series and its feeds to the new ones."""
    if old == new:
        return
    steps = list(zip(with_feeds(old, has_feeds), with_feeds(new, has_feeds), strict=True))
    for brand in brands:
        for before, after in steps:
            redirects.moved(brand=brand, old=before, new=after)


def with_feeds(path: str, has_feeds: bool) -> list[str]:
    return [path, *(f"{path}{feed}" for feed in FEEDS if has_feeds)]


def path_of(row: Author | Series | Tag) -> str:
    """Return the stored path of the page, or "" before the first save."""
    model = type(row)
    slug = model._base_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    names = {Author: "blog:author", Series: "blog:series", Tag: "blog:tag"}
    return reverse(names[model], args=[slug]) if slug else ""


@transaction.atomic
def merge_tags(tags: Iterable[Tag], *, into: Tag) -> None:
    """Give the posts of `tags` the tag `into`, delete `tags`, and redirect their URLs to it."""
    tags = list(tags)
    keys = {revision.object_id for tag in tags for revision in _pending_with(tag)}
    for post in Post.objects.filter(Q(tags__in=tags) | Q(pk__in=keys)).distinct().order_by("pk"):
        with suppress(Post.DoesNotExist):  # deleted concurrently
            scheduling.go_live(post)  # locks it: posts come before tags, in one order
    for tag in tags:
        old = tag.get_absolute_url()
        into.posts.add(*tag.posts.all())
        for revision in _pending_with(tag):
            others = {*revision.snapshot["tags"], into.pk} - {tag.pk}
            revision.snapshot["tags"] = sorted(others)
            revision.save(update_fields=["snapshot"])
        tag.delete()
        move_page([into.brand], old, into.get_absolute_url())


def _pending_with(tag: Tag) -> list[ScheduledRevision]:
    """Return the pending revisions of posts that have `tag`."""
    kind = ContentType.objects.get_for_model(Post)
    pending = ScheduledRevision.objects.pending().filter(content_type=kind)
    return [revision for revision in pending if tag.pk in revision.snapshot["tags"]]


def render_posts_with(image_id: int) -> None:
    """Re-render the posts with a picture whose renditions were made."""
    for post in Post.objects.filter(pictures=image_id):
        post.render_again()


def render_outdated() -> bool:
    """Re-render the HTML of an older release; return whether there was any."""
    old = Post.objects.filter(render_version__lt=articles.RENDER_VERSION)
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        Post.objects.get(pk=key).render_again()
    return bool(keys)
