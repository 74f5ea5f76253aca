"""Recipients to notify that data they received was changed (GDPR, article 19)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel

from .disclosures import Recipient
from .requests import PrivacyRequest


class RecipientNoticeQuerySet(models.QuerySet["RecipientNotice"]):
    def waiting(self) -> "RecipientNoticeQuerySet":
        return self.filter(state=RecipientNotice.State.WAITING)


class RecipientNotice(UpdateOnlyModel):
    """One recipient to notify of a change by one request, and whether that was done."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not notified yet"
        NOTIFIED = "notified", "Notified"
        IMPOSSIBLE = "impossible", "Cannot be notified"

    request = models.ForeignKey(
        PrivacyRequest, models.CASCADE, related_name="notices", editable=False
    )
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+", editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True, editable=False)

    objects = RecipientNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "recipient"], name="a_recipient_is_notified_once_of_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="notice_has_the_time_it_was_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="impossible") | ~Q(note=""),
                name="notice_that_cannot_be_given_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"
