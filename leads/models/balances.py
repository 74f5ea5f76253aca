"""The daily balance of inquiries: what was received is still there, or was erased on purpose."""

from django.db import models


class Balance(models.Model):
    """The balance of one day: inquiries up to a number, and where they are.

    It is a day late: the inquiries up to `counted_to` were all committed when it was drawn up.
    """

    day_on = models.DateField("day", unique=True)
    counted_to = models.BigIntegerField("up to inquiry")
    seen_to = models.BigIntegerField("highest number then")
    received = models.PositiveIntegerField(help_text="Since the balance before.")
    open = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    quarantined = models.PositiveIntegerField()
    erased = models.PositiveIntegerField(default=0, help_text="Since the balance before.")
    missing = models.IntegerField(help_text="Received, and neither there nor erased.")

    class Meta:
        ordering = ["-day_on"]

    def __str__(self) -> str:
        return f"Balance of {self.day_on}"
