"""Levels of trust, as rows that staff can change."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class TrustLevel(models.Model):
    """The figures of a level of trust: what it needs, and what its members may do."""

    level = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    name = models.CharField(max_length=40)
    hours_of_account = models.PositiveIntegerField(
        "age of the account (hours)", default=0, help_text="Needed to reach this level."
    )
    approved_posts = models.PositiveSmallIntegerField(
        default=0, help_text="Needed to reach this level."
    )
    topics_written_in = models.PositiveSmallIntegerField(
        "topics with approved posts", default=0, help_text="Needed to reach this level."
    )
    days_without_reports = models.PositiveSmallIntegerField(
        "days without upheld reports", default=0, help_text="Needed to reach this level."
    )
    links = models.PositiveSmallIntegerField("links in a post without review", default=2)
    pictures = models.PositiveSmallIntegerField("pictures in a post", default=1)
    mentions = models.PositiveSmallIntegerField("mentions in a post", default=2)
    seconds_between_topics = models.PositiveIntegerField(default=120)
    seconds_between_posts = models.PositiveIntegerField(default=30)
    topics_on_first_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: no limit beside the daily one."
    )
    posts_on_first_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: no limit beside the daily one."
    )
    topics_a_day = models.PositiveSmallIntegerField(default=20)
    reports_a_day = models.PositiveSmallIntegerField(default=20)
    hours_to_edit = models.PositiveIntegerField("hours to change a post", default=24)

    class Meta:
        ordering: ClassVar = ["level"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__lte=3), name="trust_levels_are_0_to_3")
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.name}"
