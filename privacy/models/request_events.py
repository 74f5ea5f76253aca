"""Steps of privacy requests (P30)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel
from privacy.rights.transitions import State


class RequestEvent(UpdateOnlyModel):
    """One step of a privacy request: what happened, when, and who did it."""

    class Step(models.TextChoices):
        CAME = "came", "Received"
        ENTERED = "entered", "Entered by staff"
        ASKED = "asked", "Confirmation mailed"
        MOVED = "moved", "State"
        PROPOSED = "proposed", "Corrections proposed"
        PREPARED = "prepared", "Export prepared"
        ERASED = "erased", "Erasure carried out"
        CORRECTED = "corrected", "Corrections stored"
        EXTENDING = "extending", "Extension ordered"
        EXTENDED = "extended", "Extended"
        TOO_LATE = "too_late", "Not extended: its notice left too late"
        WARNED = "warned", "Reminder sent"
        LINKED = "linked", "Linked to an earlier request"
        RELEASED = "released", "Copy handed over again"
        LIFTING = "lifting", "Lifting of the restriction announced"
        LIFTED = "lifted", "Restriction lifted"
        RECIPIENT = "recipient", "A recipient of the data was notified"
        FORGOTTEN = "forgotten", "Address removed"

    request = models.ForeignKey(
        "privacy.PrivacyRequest", models.CASCADE, related_name="events", editable=False
    )
    step = models.CharField(max_length=10, choices=Step.choices, editable=False)
    before = models.CharField(max_length=20, choices=State.choices, blank=True, editable=False)
    after = models.CharField(max_length=20, choices=State.choices, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Event {self.pk}"
