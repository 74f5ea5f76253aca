"""Tags and series of a blog."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from contactatonce.brands.models import Brand
from contactatonce.lib.versions import Versioned


def key_of(name: str) -> str:
    """Normalize a tag's name, so that spellings of one tag are equal."""
    return " ".join(name.split()).casefold()


class OfOneBlog(models.Model):
    """Validates constraints with `brand`, although no form contains it.

    Django skips a constraint with a field that is not in the form, and the database would raise an
    error instead.
    """

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Any = None) -> None:
        super().validate_constraints(exclude=set(exclude or ()) - {"brand", "name_key"})


class Tag(Versioned, OfOneBlog):
    """A subject that a blog writes about."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="tags", verbose_name="site")
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, editable=False)
    slug = models.SlugField(max_length=60, help_text="The end of the URL of its page.")
    description = models.CharField(
        max_length=200, blank=True, help_text="One sentence over its posts and for search engines."
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "name_key"],
                name="tag_is_unique_in_its_blog",
                violation_error_message="The blog already has this tag or another spelling of it.",
            ),
            models.UniqueConstraint(
                fields=["brand", "slug"],
                name="tag_slug_is_unique_in_its_blog",
                violation_error_message="Another tag of this blog has this slug.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._settle()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", args=[self.slug])

    def clean_fields(self, exclude: Any = None) -> None:
        self._settle()
        super().clean_fields(exclude)

    def _settle(self) -> None:
        self.name = " ".join(self.name.split())
        self.name_key = key_of(self.name)
        self.slug = self.slug or slugify(self.name)[:60]


class Series(Versioned, OfOneBlog):
    """Posts of one blog to be read in order."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="series", verbose_name="site")
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, help_text="The end of the URL of its page.")
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "slug"],
                name="series_slug_is_unique_in_its_blog",
                violation_error_message="Another series of this blog has this slug.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:series", args=[self.slug])
