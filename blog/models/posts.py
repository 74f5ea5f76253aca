"""Posts of the blogs."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from blog.text import render
from contactatonce.brands.models import Brand
from contactatonce.lib import articles, markup
from media import pictures
from media.models import FILE_NAME, Image
from publishing.models import Place, Publishable, PublishableQuerySet

from .authors import Author
from .topics import OfOneBlog, Series, Tag

LONGEST_OUTLINE = 9
MOST_RELATED = 3
SHARED_WIDTH = 1200  # pixels, of the picture beside a shared link


class PostQuerySet(PublishableQuerySet):
    """Posts, by site, and with the columns that a page needs."""

    def on(self, brand: Brand | int) -> "PostQuerySet":
        """Return the posts of a site: its own, and others that it shows as well."""
        also = Post.also_on.through._base_manager.filter(brand=brand).values("post")
        return self.filter(Q(brand=brand) | Q(pk__in=Subquery(also)))

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-publish_at", "-pk")

    def for_cards(self) -> "PostQuerySet":
        """Fetch what a list shows of each, without their texts."""
        whole = self.select_related("brand__calendar", "cover").defer("body", "html", "contents")
        return whole.prefetch_related("cover__renditions", "authors")

    def for_reading(self) -> "PostQuerySet":
        """Fetch all that the page of a post shows."""
        whole = self.select_related("cover", "series")
        return whole.prefetch_related("cover__renditions", "authors__portrait__renditions", "tags")

    def for_feeds(self) -> "PostQuerySet":
        """Fetch their texts and the file of their cover, without a query for covers."""
        whole = self.select_related("brand__calendar").defer("body", "contents")
        file = pictures.file_of("cover", SHARED_WIDTH)
        rows: PostQuerySet = whole.annotate(cover_file=file)
        return rows.prefetch_related("authors", "tags")

    def for_links(self) -> "PostQuerySet":
        """Fetch what a link to each needs."""
        return self.only(
            "title", "slug", "publish_at", "unpublish_at", "reading_minutes", "series", "brand"
        )

    def before(self, post: "Post") -> "PostQuerySet":
        """Return the posts older than `post`, the newest first."""
        at_once = Q(publish_at=post.publish_at, pk__lt=post.pk)
        return self.filter(Q(publish_at__lt=post.publish_at) | at_once).newest_first()

    def after(self, post: "Post") -> "PostQuerySet":
        """Return the posts newer than `post`, the oldest first."""
        at_once = Q(publish_at=post.publish_at, pk__gt=post.pk)
        later = self.filter(Q(publish_at__gt=post.publish_at) | at_once)
        return later.order_by("publish_at", "pk")

    def related_to(self, post: "Post") -> "PostQuerySet":
        """Return the other posts that share tags with `post`, those with the most first."""
        tags = [tag.pk for tag in post.tags.all()]
        others = self.filter(~Q(pk=post.pk), tags__in=tags)
        shared: PostQuerySet = others.annotate(shared=Count("pk"))
        return shared.order_by("-shared", "-publish_at", "-pk")


class Post(OfOneBlog, Publishable):
    """An article that belongs to one blog and may be shown on other sites as well."""

    REVISED = (
        "brand",
        "title",
        "slug",
        "summary",
        "body",
        "cover",
        "authors",
        "tags",
        "series",
        "also_on",
        "takes_comments",
        "publish_at",
        "unpublish_at",
    )
    ADDRESS = "slug"
    RENDERED = ("html", "contents", "word_count", "reading_minutes", "render_version")

    brand = models.ForeignKey(
        Brand,
        models.PROTECT,
        related_name="posts",
        verbose_name="home",
        help_text="The site it belongs to. Search engines see it as the source of the text.",
    )
    also_on = models.ManyToManyField(
        Brand,
        blank=True,
        related_name="shown_posts",
        help_text="Other sites that also show it; they name the home as its source.",
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=120,
        help_text="The end of its URL. After a change the old URL redirects to the new one.",
    )
    summary = models.CharField(
        max_length=300, help_text="One or two sentences for lists, search engines and feeds."
    )
    body = models.TextField("text", help_text="Markdown.")
    cover_file: str | None  # set by `for_feeds`
    cover = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="posts")
    authors = models.ManyToManyField(Author, related_name="posts")
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="posts")
    takes_comments = models.BooleanField("readers may comment", default=True)
    pictures = models.ManyToManyField(Image, related_name="+", editable=False)  # in the text
    html = models.TextField(editable=False)
    contents = models.JSONField(default=list, editable=False)  # [[level, id, text], ...]
    word_count = models.PositiveIntegerField(default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    render_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # Permanent, even if slug, title or domain change: feed readers identify a post by it.
    guid = models.CharField(max_length=330, unique=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["brand", "slug"],
                name="post_slug_is_unique_in_its_blog",
                violation_error_message="Another post of this blog has this slug.",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "-publish_at"], name="post_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Render the text and save it; with `update_fields` save only those."""
        if not self.guid:
            self.guid = f"tag:{self.brand.host},{timezone.now():%Y-%m-%d}:post/{uuid.uuid4()}"
        is_whole = kwargs.get("update_fields") is None
        if is_whole:
            self.compute()
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        if is_whole:
            self.pictures.set(Image.objects.filter(pk__in=self.picture_keys()))

    def get_absolute_url(self) -> str:
        return reverse("blog:post", args=[self.slug])

    def compute(self) -> None:
        self.body = self.body.replace("\r\n", "\n")
        article = render(self.body)
        self.html = article.html
        self.contents = [[part.level, part.id, part.text] for part in article.headings]
        self.word_count, self.reading_minutes = article.words, article.minutes
        self.render_version = articles.RENDER_VERSION

    @transaction.atomic
    def render_again(self) -> None:
        """Re-render the stored text; readers and feeds see no new update time."""
        self.lock()  # or the HTML of the old text could overwrite that of a concurrent edit
        self.compute()
        type(self)._base_manager.filter(pk=self.pk).update(
            **{name: getattr(self, name) for name in self.RENDERED}
        )

    def places(self) -> list[Place]:
        also = [Place(brand, self.home.path) for brand in self.also_on.all()]
        return [*super().places(), *also] if self.was_public else []

    def picture_keys(self) -> set[int]:
        return articles.picture_ids(self.body)

    @property
    def url(self) -> str:
        """Absolute URL at its home."""
        return f"{self.brand.origin}{self.get_absolute_url()}"

    @property
    def changed_at(self) -> datetime:
        """Time of the last change for readers, not before its publication."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def is_corrected(self) -> bool:
        """Return whether it changed on a later day than its publication."""
        zone = self.brand.calendar.zone
        published = self.publish_at or self.updated_at
        return self.updated_at.astimezone(zone).date() > published.astimezone(zone).date()

    @property
    def outline(self) -> list[tuple[int, str, str]]:
        """Table of contents: two levels, one if two are too long, empty if too short."""
        whole = [(level, anchor, text) for level, anchor, text in self.contents if level < 4]
        found = whole if len(whole) <= LONGEST_OUTLINE else [row for row in whole if row[0] == 2]
        return found if len(found) > 2 else []

    def publish_problems(self) -> list[str]:
        """Return what prevents publication."""
        try:
            article = render(self.body)
        except markup.TooComplex as error:
            return [str(error)]
        problems = list(article.problems)
        problems += [
            f"The picture {ref.id} is described by a file name: say what it shows."
            for ref in article.pictures
            if FILE_NAME.search(ref.alt.strip() or "x")
        ]
        if not self.body.strip():
            problems.append("It has no text.")
        return problems
