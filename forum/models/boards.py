"""Boards of a site's forum, in two levels, and the tags of its topics."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from contactatonce.brands.models import Brand


class BoardQuerySet(models.QuerySet["Board"]):
    def on(self, brand: Brand) -> "BoardQuerySet":
        return self.filter(brand=brand)


class Board(models.Model):
    """A board of a site's forum, where members open topics."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="boards", verbose_name="site")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="under",
        help_text="A board of the first level; empty for one of the first level itself.",
    )
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, help_text="The end of the URL of its page.")
    description = models.CharField(
        max_length=200, help_text="One sentence: what members write about here."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lowest first.")
    is_closed = models.BooleanField(
        "closed", default=False, help_text="Members can read it, and staff can open topics in it."
    )

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "slug"],
                name="board_slug_is_unique_on_its_site",
                violation_error_message="Another board of this site has this slug.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:board", args=[self.slug])

    def clean(self) -> None:
        parent = self.parent
        if parent is None:
            return
        if parent.parent_id or parent.pk == self.pk or self.children.exists():
            raise ValidationError({"parent": "Boards have two levels: choose one of the first."})
        if parent.brand_id != self.brand_id:
            raise ValidationError({"parent": "It belongs to another site."})


class Tag(models.Model):
    """A subject that a topic can be filed under; staff keep the list."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="forum_tags", verbose_name="site")
    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "slug"],
                name="forum_tag_is_unique_on_its_site",
                violation_error_message="The forum of this site has this tag already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
