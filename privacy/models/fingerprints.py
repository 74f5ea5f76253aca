"""Rows about an e-mail address that do not hold it; see privacy/fingerprints.py."""

from django.db import models


class AboutAddress(models.Model):
    """A row that recognizes an e-mail address by a keyed fingerprint."""

    fingerprint = models.CharField("coded form of the address", max_length=64, editable=False)
    key_id = models.CharField("key", max_length=8, editable=False)
    normalizer = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True
