"""Pages: a path of a site, with typed sections in an order."""

import secrets
from collections.abc import Iterator
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models, transaction

from contactatonce.brands.models import Brand
from media import pictures
from media.models import Image
from pages.sections import leaves
from publishing.models import Publishable, PublishableQuerySet

page_path = RegexValidator(
    r"\A/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*\Z",
    "Write a path such as /products/ or /products/reports/: small letters, digits and hyphens, "
    "with a slash at both ends.",
)


class PageQuerySet(PublishableQuerySet):
    """Pages, by site."""

    def for_brand(self, brand: Brand) -> Self:
        return self.filter(brand=brand)


class Page(Publishable):
    """A page of a site, under one path."""

    REVISED = (
        "brand",
        "path",
        "title",
        "description",
        "social_image",
        "sections",
        "publish_at",
        "unpublish_at",
    )
    ADDRESS = "path"

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
    sections = models.JSONField(default=list, editable=False)  # see pages/sections.py
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
        """Save, and note which pictures the sections show, so that they are not deleted."""
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            self.pictures.set(Image.objects.filter(pk__in=self.picture_keys()))

    def get_absolute_url(self) -> str:
        return self.path

    @property
    def is_home(self) -> bool:
        return self.path == "/"

    @property
    def url(self) -> str:
        return f"{self.brand.origin}{self.path}"

    def shown_pictures(self) -> dict[int, Image]:
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
        """Yield why it cannot be published."""
        if not self.sections:
            yield "It has no section yet."


def new_key() -> str:
    return secrets.token_hex(4)
