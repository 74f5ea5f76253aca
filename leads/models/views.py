"""Lists of inquiries that colleagues saved under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user_id: int | None) -> "SavedViewQuerySet":
        """The views of one colleague, and those that anyone shared."""
        return self.filter(Q(owner=user_id) | Q(is_shared=True))


class SavedView(models.Model):
    """A named combination of filters over the work queue, of one colleague or shared by all."""

    title = models.CharField(max_length=60)
    query = models.CharField("filters", max_length=300, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+"
    )
    is_shared = models.BooleanField("shared with colleagues", default=False)
    position = models.PositiveSmallIntegerField(default=0, help_text="The lowest comes first.")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["owner", "position"], name="view_owner")]

    def __str__(self) -> str:
        return f"Saved view {self.pk}"

    @property
    def label(self) -> str:
        return self.title
