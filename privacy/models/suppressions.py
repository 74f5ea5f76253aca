"""Opt-outs: a list that outlives all other data about a person and names no one (P13)."""

from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import AppendOnlyModel
from privacy.fingerprints import AboutAddress


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def active(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at=None)


class Suppression(AppendOnlyModel, AboutAddress):
    """An opt-out: an e-mail address, stored as a keyed fingerprint, that gets no more mail."""

    class Scope(models.TextChoices):
        ALL = "all", "Everything but answers to what the person sends us"
        NEWS = "news", "News and follow-ups"

    class Reason(models.TextChoices):
        PAGE = "page", "Opt-out page"
        LINK = "link", "Link in a mail"
        REPLY = "reply", "Reply to a mail"
        REQUEST = "request", "Privacy request"
        COMPLAINT = "complaint", "Reported as spam"
        BOUNCE = "bounce", "Address does not exist"
        STAFF = "staff", "Told to our staff"

    scope = models.CharField("stops", max_length=8, choices=Scope.choices)
    brand = models.SlugField(
        "only from site", blank=True, help_text="Short name of one site. Empty: from every site."
    )
    reason = models.CharField("came by", max_length=10, choices=Reason.choices)
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(
        "taken back", null=True, blank=True, help_text="When the person asked for mail again."
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "scope", "brand"],
                condition=models.Q(lifted_at=None),
                name="one_active_suppression_per_scope",
            ),
            models.CheckConstraint(
                condition=~models.Q(scope="all", reason="page"),
                name="notices_are_stopped_with_proof",
            ),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="suppression_fingerprint")]

    def __str__(self) -> str:
        return f"Opt-out {self.pk}"


class OptOutLink(AboutAddress):
    """The target of the opt-out link in a person's mails; the link's signature is not stored."""

    used_at = models.DateTimeField("last stood in a mail", default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="one_link_per_fingerprint")
        ]

    def __str__(self) -> str:
        return f"Opt-out link {self.pk}"
