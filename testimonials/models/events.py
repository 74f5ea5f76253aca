"""The history of a testimonial, without any of its words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import AppendOnlyModel

from .testimonials import Testimonial


class Event(AppendOnlyModel):
    """One step in the life of a testimonial."""

    class Step(models.TextChoices):
        INVITED = "invited", "Invited"
        REMINDED = "reminded", "Reminded"
        SUBMITTED = "submitted", "Sent by the guest"
        CHANGED = "changed", "Changed by the guest"
        UPLOADED = "uploaded", "File added by the guest"
        REMOVED = "removed", "File removed by the guest"
        EDITED = "edited", "Edited"
        DISCARDED = "discarded", "Version discarded"
        CHECKED = "checked", "Captions checked"
        CONVERTED = "converted", "Video converted"
        ASKED = "asked", "Changes requested of the guest"
        WENT_ON = "went_on", "Continued without a change"
        APPROVED = "approved", "Approved by staff"
        DECLINED = "declined", "Changes requested by the guest"
        CONFIRMED = "confirmed", "Confirmed by the guest"
        PUBLISHED = "published", "Published"
        TAKEN_DOWN = "taken_down", "Taken down by staff"
        CONSENTED = "consented", "Consent given or changed"
        EXPIRED = "expired", "Expired"
        WITHDRAWN = "withdrawn", "Withdrawn"
        PROVED = "proved", "Proof pack downloaded"

    testimonial = models.ForeignKey(Testimonial, models.CASCADE, related_name="events")
    step = models.CharField(max_length=10, choices=Step.choices)
    edition = models.PositiveSmallIntegerField(null=True, help_text="Its number, where there is.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the guest, or a periodic task.",
    )
    note = models.TextField(blank=True, max_length=1000, help_text="What was asked for.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Event {self.pk} of testimonial {self.testimonial_id}"
