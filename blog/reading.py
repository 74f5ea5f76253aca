"""The page of a post."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib import jsonld
from contactatonce.lib.feeds import PUBLISHER
from media import cards, pictures
from publishing.scheduling import current

from .models import Post, PostQuerySet
from .models.posts import MOST_RELATED, SHARED_WIDTH


@dataclass
class Around:
    """Links to other posts: in time, in the series, by tags."""

    previous: Post | None = None
    next: Post | None = None
    before: list[Post] = field(default_factory=list)  # earlier parts of the series
    after: list[Post] = field(default_factory=list)
    related: list[Post] = field(default_factory=list)

    @property
    def part(self) -> int:
        """Number of the post in its series."""
        return len(self.before) + 1

    @property
    def parts(self) -> int:
        return len(self.before) + 1 + len(self.after)


def post_at(slug: str, brand: Brand, rows: PostQuerySet) -> Post | None:
    """Return the post of a site with this slug, with a revision that is due.

    A post of the site itself comes before another site's.
    """
    found = rows.on(brand).published().filter(slug=slug).order_by()
    post: Post | None = min(found, key=lambda row: row.brand_id != brand.pk, default=None)
    if post is None:
        return None
    for home in directory.get().brands:
        if home.pk == post.brand_id:
            post.brand = home  # without a join or a query
    return current(post)


def around(post: Post, brand: Brand) -> Around:
    """Return the posts around `post` on a site.

    Three simple queries, four in a series: one query for all of it takes Django twice as long.
    """
    if post.publish_at is None:
        return Around()
    visible = Post.objects.on(brand).published().for_links()
    found = Around(previous=visible.before(post).first(), next=visible.after(post).first())
    # Two more than are shown, for two may be beside it.
    near = visible.related_to(post)[: MOST_RELATED + 2] if post.tags.all() else ()
    beside = (found.previous, found.next)
    found.related = [row for row in near if row not in beside][:MOST_RELATED]
    if post.series_id:
        place = (post.publish_at, post.pk)
        parts = visible.filter(~Q(pk=post.pk), series=post.series_id).order_by("publish_at", "pk")
        for part in parts:
            beyond = (part.publish_at, part.pk) > place
            (found.after if beyond else found.before).append(part)
    return found


def picture_for_links(post: Post) -> str:
    """Return the URL of the picture beside a shared link: its cover, else a card."""
    path = pictures.url(post.cover, SHARED_WIDTH) if post.cover else ""
    return f"{post.brand.origin}{path or cards.url(post.brand, post.title)}"


def context(post: Post, brand: Brand, *, is_preview: bool = False) -> dict[str, Any]:
    """Return the template context of a post's page; `post` comes from `for_reading`."""
    return {
        "post": post,
        "around": around(post, brand),
        "canonical": post.url,
        "og_type": "article",
        "social_image": picture_for_links(post),
        "structured": [posting(post)],
        "is_preview": is_preview,
        "is_guest": post.brand_id != brand.pk,
        "zone": brand.calendar.zone,
        "publisher": PUBLISHER,
        "now": timezone.now(),
    }


def page(request: HttpRequest, post: Post, *, is_preview: bool = False) -> HttpResponse:
    """Return the page of `post` on the site of the request."""
    brand: Brand = request.brand  # type: ignore[attr-defined]  # set by BrandMiddleware
    return render(request, "blog/post_detail.html", context(post, brand, is_preview=is_preview))


def posting(post: Post) -> jsonld.Data:
    """Return the structured data of a post; its URL is the one at its home.

    Without a person who wrote it the publisher is its author.
    """
    home: Brand = post.brand
    image = pictures.url(post.cover, SHARED_WIDTH) if post.cover else ""
    corporate = directory.get().corporate or home
    publisher = {"@id": jsonld.organization_id(corporate.origin)}
    people = [
        {"@type": "Person", "name": one.name, "url": f"{home.origin}{one.get_absolute_url()}"}
        for one in post.authors.all()
        if not one.is_demonstration
    ]
    moments = (
        {"datePublished": post.publish_at, "dateModified": post.changed_at}
        if post.publish_at
        else {}
    )
    return jsonld.without_empty(
        {
            "@type": "BlogPosting",
            "@id": f"{post.url}#post",
            "mainEntityOfPage": post.url,
            "url": post.url,
            "headline": post.title,
            "description": post.summary,
            **{name: at.isoformat(timespec="seconds") for name, at in moments.items()},
            "author": people or publisher,
            "publisher": publisher,
            "isPartOf": {"@id": f"{home.origin}/#website"},
            "image": f"{home.origin}{image}" if image else "",
            "keywords": [tag.name for tag in post.tags.all()],
            "wordCount": post.word_count or None,
            "inLanguage": "en-US",
        }
    )
