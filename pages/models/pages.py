"""Pages: what a site shows under a path, as typed sections in an order."""

import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contactatonce.brands.models import Brand
from media import pictures
from media.models import Image
from pages import layout, wording
from pages.schema import KINDS, leaves, load
from pages.sections import Section
from publishing import redirects
from publishing.models import Publishable, PublishableQuerySet
from publishing.snapshots import Said
from search import index

page_path = RegexValidator(
    r"\A/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*\Z",
    "Write a path such as /products/ or /products/reports/: small letters, digits and hyphens, "
    "with a slash at both ends.",
)


class Placed(NamedTuple):
    """A section as it stands in a page: `key` names it as long as the page exists."""

    key: str
    section: Section


class PageQuerySet(PublishableQuerySet):
    """Pages, by what is asked of them."""

    def for_brand(self, brand: Brand) -> Self:
        return self.filter(brand=brand)


class Page(Publishable):
    """What a site shows under one path."""

    REVISED = (
        "brand",
        "path",
        "title",
        "description",
        "social_image",
        "sections",
        "pictures",
        "publish_at",
        "unpublish_at",
    )
    CHANGEABLE = BY_THE_CLOCK = ("title", "description", "social_image", "sections")
    IN_PARTS = ("sections",)

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="pages", verbose_name="site")
    path = models.CharField(
        max_length=200,
        validators=[page_path],
        help_text="What follows the site’s host: / for the home page, else such as /products/.",
    )
    title = models.CharField(
        max_length=120, help_text="In the browser’s tab, in search results and in the menu."
    )
    description = models.CharField(
        max_length=200,
        help_text=(
            "For search engines and shared links; a page without a hero shows it under its title."
        ),
    )
    social_image = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="picture for shared links",
        help_text="Empty: a card with the title is drawn.",
    )
    sections = models.JSONField(default=list, editable=False)  # [{key, kind, content}]
    pictures = models.ManyToManyField(Image, related_name="+", editable=False)  # in the sections
    updated_at = models.DateTimeField(auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["brand", "path"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["brand", "path"],
                name="page_path_is_unique_in_its_site",
                violation_error_message="The site has a page under this path already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, keep the search index in step, and have an address that was left lead on."""
        before = Page.objects.filter(pk=self.pk).only("path", "publish_at", "unpublish_at").first()
        super().save(*args, **kwargs)
        index.put(self)
        if before is not None and before.path == self.path:
            return
        if before is not None and before.was_public:
            redirects.moved(brand=self.brand, old=before.path, new=self.path)
        redirects.stands(brand=self.brand, path=self.path)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; an address that visitors could know says from now on that it is gone."""
        self.lock()
        index.remove(self)
        if self.was_public:
            redirects.gone(brand=self.brand, old=self.path)
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.path

    def preview_response(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        return render(
            request, "pages/page.html", layout.preview(self, self.shown_pictures(), today)
        )

    @property
    def was_public(self) -> bool:
        """Whether visitors see it or could see it once."""
        return self.state in {self.State.PUBLISHED, self.State.ENDED}

    @property
    def is_home(self) -> bool:
        return self.path == "/"

    @property
    def url(self) -> str:
        """The page’s full address."""
        return f"{self.brand.origin}{self.path}"

    def placed(self) -> list[Placed]:
        """Return the sections in their order; one of a kind that has gone is left out."""
        return [
            Placed(row["key"], load(row["kind"], row["content"]))
            for row in self.sections
            if row["kind"] in KINDS
        ]

    def shown_pictures(self) -> dict[int, Image]:
        """Return the pictures of sections and shared links by their keys, ready to be shown."""
        social = {self.social_image_id} if self.social_image_id else set()
        return pictures.in_text(self.picture_keys() | social)

    def picture_keys(self) -> set[int]:
        """Return the keys of all pictures that the sections show."""
        return {
            value
            for row in self.sections
            for way, value in leaves(row["content"])
            if way[-1] == "picture" and value is not None
        }

    def publish_problems(self) -> Iterator[str]:
        """Yield what forbids to publish it."""
        if not self.sections:
            yield "It has no section yet."

    def apply_snapshot(self, snapshot: dict[str, Any]) -> None:
        """Say again what `snapshot` says, but for an address that another page has by now."""
        others = Page.objects.filter(brand=self.brand_id).exclude(pk=self.pk)
        if others.filter(path=snapshot.get("path", self.path)).exists():
            snapshot = {**snapshot, "path": self.path}
        super().apply_snapshot(snapshot)
        self.keep_pictures()

    def keep_pictures(self) -> None:
        """Note which pictures the sections show, so that none of them is deleted meanwhile."""
        known = Image.objects.filter(pk__in=self.picture_keys())
        self.pictures.set(known)

    @classmethod
    def readable_snapshot(cls, snapshot: dict[str, Any]) -> dict[str, Said]:
        rest = {name: value for name, value in snapshot.items() if name != "sections"}
        rest.pop("pictures", None)
        rows = snapshot.get("sections") or []
        names = wording.names_of(rows)
        sections = {
            f"sections:{row['key']}": Said(
                names[row["key"]], wording.read(row["kind"], row["content"])
            )
            for row in rows
        }
        order = Said("Order of the sections", "\n".join(names.values()), names)
        return {**super().readable_snapshot(rest), **sections, "sections:": order}


def new_key() -> str:
    """Return a name for a new section that no other section has."""
    return secrets.token_hex(4)
