"""Rules that give new inquiries an owner, and the days on which colleagues are away."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from contactatonce.brands.models import Brand

from .answers import Answers
from .inquiries import Inquiry

STAFF = {"is_staff": True, "is_active": True}


class RuleQuerySet(models.QuerySet["AssignmentRule"]):
    def matching(self, inquiry: Inquiry) -> "RuleQuerySet":
        """Return the active rules for an inquiry, the first to apply first."""
        site = Q(brand=None) | Q(brand=inquiry.brand_id)
        trade = Q(business_type="") | Q(business_type=inquiry.business_type)
        return self.filter(site, trade, is_active=True).order_by("position", "pk")


class AssignmentRule(models.Model):
    """A rule that gives new inquiries of a site or a type of business an owner."""

    class Method(models.TextChoices):
        IN_TURN = "in_turn", "In turn, by weight"
        LEAST_OPEN = "least_open", "Fewest open inquiries, by weight"

    title = models.CharField(max_length=80, help_text="Shown on the timeline of an inquiry.")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="The first rule that matches and has someone at work applies."
    )
    brand = models.ForeignKey(
        Brand,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="site",
        help_text="Empty: every site.",
    )
    business_type = models.CharField(
        max_length=14,
        choices=Answers.BusinessType.choices,
        blank=True,
        help_text="Empty: every type, and inquiries without one.",
    )
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.IN_TURN)
    is_active = models.BooleanField(default=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class RuleMember(models.Model):
    """A colleague who gets inquiries from a rule."""

    rule = models.ForeignKey(AssignmentRule, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        limit_choices_to=STAFF,
        related_name="+",
        verbose_name="colleague",
    )
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="With a weight of 2 a colleague gets twice as many as with 1.",
    )
    credit = models.IntegerField(default=0, editable=False, help_text="The turns that it is owed.")

    class Meta:
        ordering = ["pk"]
        verbose_name = "colleague"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "user"],
                name="each_colleague_once_per_rule",
                violation_error_message="This colleague is in the rule already.",
            )
        ]

    def __str__(self) -> str:
        return f"Member {self.pk} of rule {self.rule_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(begins_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which no rule gives a colleague inquiries."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        limit_choices_to=STAFF,
        related_name="+",
        verbose_name="colleague",
    )
    begins_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="an_absence_ends_after_it_begins",
                violation_error_message="The last day is before the first one.",
            )
        ]
        indexes = [models.Index(fields=["ends_on"], name="absence_ends")]

    def __str__(self) -> str:
        return f"Absence {self.pk}"

    @property
    def label(self) -> str:
        days = (f"{day:%b} {day.day}" for day in (self.begins_on, self.ends_on))
        return f"{self.user}, {' to '.join(days)}"
