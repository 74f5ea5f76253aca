"""Watched words, and what the classifier learned."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from moderation.words import words


class WatchedWord(models.Model):
    """A word or phrase that holds a text for review."""

    word = models.CharField(
        max_length=80,
        help_text="A word or a phrase, in any case; a * at its end matches any ending.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Why it is watched.")

    class Meta:
        ordering = ["word"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("word"),
                name="word_is_watched_once",
                violation_error_message="This word is already watched.",
            )
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        if not words(self.word):
            raise ValidationError({"word": "Write a word: letters or digits."})


class Training(models.Model):
    """The latest training of a classifier."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "What visitors publish"
        INQUIRIES = "inquiries", "Inquiries"

    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.PUBLIC)
    learned_at = models.DateTimeField()
    spam = models.PositiveIntegerField("judged as spam")
    ham = models.PositiveIntegerField("judged as wanted")

    class Meta:
        verbose_name_plural = "training"

    def __str__(self) -> str:
        return f"Training {self.pk}"


class Token(models.Model):
    """Number of texts of each kind that contain a word; the word is stored as a keyed digest."""

    digest = models.BigIntegerField(primary_key=True)
    spam = models.PositiveIntegerField()
    ham = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(spam__gte=2) | Q(ham__gte=2) | Q(spam=1, ham=1),
                name="token_is_in_two_texts",
            )
        ]

    def __str__(self) -> str:
        return f"Token {self.digest}"
