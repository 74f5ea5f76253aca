"""What happens around a post: its address moves, it goes, tags become one."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import articles
from contactatonce.publishing import redirects

from .models import Author, Post, Series, Tag

FEEDS = ("rss.xml", "atom.xml", "feed.json")


class Place(NamedTuple):
    """Where something stands: a site and a path on it."""

    brand: Brand
    path: str


def places_of(post: Post) -> list[Place]:
    """Return where readers have been able to find a post; nowhere before it was published."""
    if not post.pk or post.publish_at is None or post.publish_at > timezone.now():
        return []
    return [Place(brand, post.get_absolute_url()) for brand in (post.brand, *post.also_on.all())]


@transaction.atomic
def keep_addresses(post: Post, before: Iterable[Place]) -> None:
    """Have the places where a post stood `before` lead to where it stands now."""
    now = {place.brand.pk: place for place in places_of(post)}
    for was in before:
        place = now.get(was.brand.pk)
        if place is None:
            home = f"https://{post.brand.host}{post.get_absolute_url()}"
            redirects.moved(brand=was.brand, old=was.path, new=home)
        elif place.path != was.path:
            redirects.moved(brand=was.brand, old=was.path, new=place.path)
    for place in now.values():
        redirects.stands(brand=place.brand, path=place.path)


@transaction.atomic
def delete(post: Post) -> None:
    """Delete a post; where readers could find it they are told that it is gone."""
    places = places_of(post)
    post.delete()
    for place in places:
        redirects.gone(brand=place.brand, old=place.path)


def move_page(brands: Iterable[Brand], old: str, new: str, *, has_feeds: bool = True) -> None:
    """Have the old address of a tag, an author or a series lead to the new one, its feeds too."""
    if old == new:
        return
    for brand in brands:
        redirects.moved(brand=brand, old=old, new=new)
        for feed in FEEDS if has_feeds else ():
            redirects.moved(brand=brand, old=f"{old}{feed}", new=f"{new}{feed}")


def path_of(row: Author | Series | Tag) -> str:
    """Return the path of the page as it is stored now; "" for one that is not stored yet."""
    model = type(row)
    slug = model._base_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    names = {Author: "blog:author", Series: "blog:series", Tag: "blog:tag"}
    return reverse(names[model], args=[slug]) if slug else ""


@transaction.atomic
def merge_tags(tags: Iterable[Tag], *, into: Tag) -> None:
    """Give the posts of `tags` the tag `into`, delete them, and have their addresses lead to it."""
    for tag in tags:
        old = tag.get_absolute_url()
        into.posts.add(*tag.posts.all())
        tag.delete()
        move_page([into.brand], old, into.get_absolute_url())


# Rendered texts -------------------------------------------------------------------------------


def render_posts_with(image_id: int) -> None:
    """Render the posts that show a picture, now that its sizes are there."""
    for post in Post.objects.filter(pictures=image_id):
        post.render_again()


def render_outdated() -> bool:
    """Render every post whose HTML an older release made; tell whether there were any."""
    old = Post.objects.filter(render_version__lt=articles.RENDER_VERSION)
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        Post.objects.get(pk=key).render_again()
    return bool(keys)
