"""Access exports ready for download."""

import secrets
import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel
from privacy.fingerprints import AboutAddress

MOST_DOWNLOADS = 3
MOST_WRONG_TRIES = 3


def export_storage() -> Storage:
    """Return the storage of encrypted exports: never under MEDIA, never served."""
    return storages["exports"]


def random_name(export: "AccessExport", filename: str) -> str:
    return f"{secrets.token_hex(16)}.sealed"


class AccessExport(UpdateOnlyModel, AboutAddress):
    """An encrypted copy of a person's data, ready for that person to download."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(storage=export_storage, upload_to=random_name, editable=False)
    records = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many records it holds."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    wrong_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    downloads = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["fingerprint"], name="export_fingerprint"),
            models.Index(fields=["expires_at"], name="export_expires"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(downloads__lte=MOST_DOWNLOADS),
                name="export_is_downloaded_three_times_at_most",
            )
        ]

    def __str__(self) -> str:
        return f"Export {str(self.pk)[:8]}"

    @property
    def is_open(self) -> bool:
        """Return whether the copy can be downloaded."""
        return (
            self.released_at is not None
            and self.expires_at > timezone.now()
            and self.downloads < MOST_DOWNLOADS
            and self.wrong_tries < MOST_WRONG_TRIES
        )
