"""The mailed links by which the owner of an address says which requests are theirs."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel
from privacy.fingerprints import AboutAddress

from .requests import PrivacyRequest, PrivacyRequestQuerySet

# The limit of mails counts by the hour: whatever comes within it and finds no room for a mail of
# its own is shown by the links that took the room, until it is tried again.
HOUR = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(minutes=15)
COVERS = HOUR + TRY_AGAIN_AFTER


class ConfirmationLink(UpdateOnlyModel, AboutAddress):
    """One link, mailed to one address: it shows every request that waits for that address."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["fingerprint"], name="confirmation_fingerprint"),
            models.Index(fields=["expires_at"], name="confirmation_expires"),
        ]

    def __str__(self) -> str:
        return f"Confirmation {self.pk}"

    def covered(self, now: datetime | None = None) -> PrivacyRequestQuerySet:
        """Return the requests that it confirms, newest first: those that wait for the address."""
        return (
            PrivacyRequest.objects.unconfirmed()
            .filter(
                fingerprint=self.fingerprint,
                created_at__lte=self.sent_at + COVERS,
                confirm_by__gt=now or timezone.now(),
            )
            .select_related("brand__calendar")
            .order_by("-pk")
        )
