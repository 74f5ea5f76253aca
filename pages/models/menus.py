"""Menus, two levels deep."""

from django.db import models

from contactatonce.brands.models import Brand
from pages.targets import validate_target

from .pages import Page


class MenuItem(models.Model):
    """One entry of a site's menu; a nested one belongs to the last entry that is not nested."""

    brand = models.ForeignKey(
        Brand, models.CASCADE, related_name="menu_items", editable=False, verbose_name="site"
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    is_nested = models.BooleanField("under the entry above", default=False)
    label = models.CharField(max_length=40, blank=True, help_text="Empty: the title of the page.")
    page = models.ForeignKey(
        Page,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="menu_items",
        help_text="It shows in the menu while it is published.",
    )
    target = models.CharField(
        "other address",
        max_length=500,
        blank=True,
        validators=[validate_target],
        help_text="A path such as /#how, site: and a site’s short name, or https://. "
        "Without page and address it is a heading.",
    )

    class Meta:
        ordering = ["brand", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) | models.Q(target=""),
                name="menu_item_leads_to_one_place",
                violation_error_message="Choose a page or write an address, not both.",
            ),
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) | ~models.Q(label=""),
                name="menu_item_has_words",
                violation_error_message="Only an entry for a page may go without words.",
            ),
        ]

    def __str__(self) -> str:
        return f"Menu entry {self.pk}"

    @property
    def url(self) -> str:
        """Return its target; "" for a heading."""
        return self.page.path if self.page else self.target

    @property
    def words(self) -> str:
        return self.label or (self.page.title if self.page else "")


class SiteMenu(Brand):
    """A site, as the place of its menu."""

    class Meta:
        proxy = True
        verbose_name = "menu"
