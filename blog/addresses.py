"""Where a post stands, and what becomes of the addresses that it leaves."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from publishing import redirects

if TYPE_CHECKING:
    from .models import Post


class Place(NamedTuple):
    """Where something stands: a site and a path on it."""

    brand: Brand
    path: str


def places_of(post: "Post") -> list[Place]:
    """Return where readers have been able to find a post; nowhere before it was published."""
    if not post.pk or post.publish_at is None or post.publish_at > timezone.now():
        return []
    return [Place(brand, post.get_absolute_url()) for brand in (post.brand, *post.also_on.all())]


@transaction.atomic
def keep(post: "Post", before: Iterable[Place]) -> None:
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
