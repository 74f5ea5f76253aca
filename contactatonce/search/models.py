from django.db import models


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

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
