"""Who is behind an inquiry: as far as staff know, never changed by what a stranger types."""

from django.db import models
from django.utils import timezone


class Company(models.Model):
    """A business that inquired."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(
        max_length=200, unique=True, editable=False, help_text="The name, folded for comparison."
    )
    size = models.CharField(max_length=10, blank=True)
    business_type = models.CharField(max_length=14, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return f"Company {self.pk}"


class Person(models.Model):
    """Somebody who inquired, recognised by an e-mail address or a phone number."""

    name = models.CharField(max_length=200, blank=True)
    email = models.CharField("e-mail", max_length=254, blank=True)
    email_key = models.CharField(
        max_length=254,
        unique=True,
        null=True,
        editable=False,
        help_text="The address, folded for comparison.",
    )
    phone = models.CharField(max_length=60, blank=True)
    phone_e164 = models.CharField("phone (E.164)", max_length=20, blank=True, db_index=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="people"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"Person {self.pk}"
