from django.db import models

from contactatonce.brands.models import Brand


class Entry(models.Model):
    """The words of one page, post or other text that the search may find."""

    model = models.CharField(max_length=80, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    path = models.CharField(max_length=500, editable=False)
    title = models.CharField(max_length=300, editable=False)
    text = models.TextField(editable=False)
    title_words = models.TextField(editable=False)
    text_words = models.TextField(editable=False)

    class Meta:
        ordering = ["model", "object_id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id"], name="one_entry_for_each_row")
        ]
        indexes = [models.Index(fields=["path"], name="entry_by_path")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class LinkProblem(models.Model):
    """A page with a link that leads to nothing, or a page that no link leads to."""

    class Kind(models.TextChoices):
        BROKEN = "broken", "Leads to nothing"
        ANCHOR = "anchor", "Leads to a place that the page does not have"
        MOVED = "moved", "Leads there by a detour"
        ORPHAN = "orphan", "No page leads here"

    brand = models.ForeignKey(
        Brand, models.CASCADE, verbose_name="site", related_name="+", editable=False
    )
    kind = models.CharField("what is wrong", max_length=8, choices=Kind.choices, editable=False)
    path = models.CharField("page", max_length=500, editable=False)
    target = models.CharField("link", max_length=500, blank=True, editable=False)
    status = models.PositiveSmallIntegerField("answer", null=True, editable=False)
    found_at = models.DateTimeField("found", editable=False)

    class Meta:
        ordering = ["brand", "path", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "path", "target"], name="one_row_for_each_link_problem"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target or self.path}"
