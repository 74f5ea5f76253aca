"""Legal holds: records to keep although they expired or their person asks for erasure."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def active(self) -> "LegalHoldQuerySet":
        return self.filter(released_at=None)


class LegalHold(models.Model):
    """One record that erasure and retention do not touch, why, and when that is reviewed."""

    class Ground(models.TextChoices):
        CLAIM = "claim", "A legal claim is made or expected"
        PROCESS = "process", "A court or an authority asks for it"
        DISPUTE = "dispute", "A dispute or a complaint is open"
        BOOKS = "books", "Books and tax records must be kept"

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name="kind of record"
    )
    object_pk = models.CharField("number of the record", max_length=64)
    ground = models.CharField("why", max_length=8, choices=Ground.choices)
    case = models.CharField(
        "file",
        max_length=60,
        blank=True,
        help_text="Reference of the case or order. No names of people.",
    )
    review_on = models.DateField(help_text="On this day somebody asks whether it is still needed.")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "pk"]
        indexes = [models.Index(fields=["content_type", "object_pk"], name="hold_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_pk", "case"],
                condition=Q(released_at=None),
                name="one_active_hold_per_record_and_case",
                violation_error_message="This record is held for this case already.",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_at__gte=F("placed_at")),
                name="hold_is_released_after_it_was_placed",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    @property
    def reason(self) -> str:
        return f"Legal hold: {self.get_ground_display().lower()}."

    @property
    def until(self) -> str:
        return f"until the hold is released; it is reviewed on {self.review_on:%Y-%m-%d}"
