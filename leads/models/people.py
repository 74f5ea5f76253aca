"""People and companies behind inquiries; staff maintain them, submissions never change them."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from contactatonce.lib.email_addresses import EmailField, EmailKeyField, normalize
from contactatonce.lib.indexes import TrigramIndex
from contactatonce.lib.versions import Versioned

from .answers import Answers
from .search import digits, searchable


def fold_name(name: str) -> str:
    """Fold a company's name for comparison: ignore case, width, punctuation and spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w\s]", "", folded).split())[:200].strip()


class Company(Versioned):
    """A business that sent inquiries."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(
        max_length=200, unique=True, editable=False, help_text="The name, folded for comparison."
    )
    size = models.CharField(max_length=10, choices=Answers.CompanySize.choices, blank=True)
    business_type = models.CharField(
        max_length=14, choices=Answers.BusinessType.choices, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return f"Company {self.pk}"

    @property
    def label(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold_name(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        key = fold_name(self.name)
        if not key:
            raise ValidationError({"name": "Write a name with at least one letter or digit."})
        if Company.objects.filter(name_key=key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": "There is a company of this name already."})


class Person(Versioned):
    """A person who sent inquiries, recognized by e-mail address or phone number."""

    name = models.CharField(max_length=200, blank=True)
    email = EmailField("e-mail", blank=True)
    email_key = EmailKeyField(unique=True, null=True)
    phone = models.CharField(max_length=120, blank=True)
    phone_e164 = models.CharField("phone (E.164)", max_length=20, blank=True, db_index=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="people"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = models.GeneratedField(
        expression=searchable("name", "email", digits("phone"), "phone_e164"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "people"
        indexes = [TrigramIndex(fields=["search_text"], name="person_search")]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def label(self) -> str:
        """The name, or else an e-mail address or phone number."""
        return self.name or self.email or self.phone or str(self)

    def clean(self) -> None:
        key = normalize(self.email)
        if key and Person.objects.filter(email_key=key).exclude(pk=self.pk).exists():
            raise ValidationError({"email": "Another person has this e-mail address already."})
