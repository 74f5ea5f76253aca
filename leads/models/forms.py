"""The inquiry forms of each site and their questions, from a closed catalog (P09)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from contactatonce.brands.models import Brand
from contactatonce.lib.versions import Versioned

from .answers import question_choices


class InquiryForm(Versioned):
    """An inquiry form of one site."""

    brand = models.ForeignKey(
        Brand, models.PROTECT, related_name="inquiry_forms", verbose_name="site"
    )
    slug = models.SlugField(help_text='Used in URLs and in {% inquiry_form "slug" %}.')
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True, help_text="A sentence or two above the questions.")
    purpose = models.CharField(
        max_length=200,
        default="We use your answers to reply to you, and for nothing else.",
        help_text="Shown beside the button: the purpose of the answers.",
    )
    thank_you = models.TextField(
        default="Thank you. Your message has reached us.",
        help_text="Shown on the receipt, above the reference and the promised time.",
    )
    offers_news = models.BooleanField(
        "offer follow-up news",
        default=True,
        help_text="Adds a separate, unticked checkbox; its wording is stored with each consent.",
    )
    news_wording = models.CharField(
        max_length=300,
        default="Write to me now and then about new features and offers. "
        "I can stop this at any time.",
    )
    notified = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        limit_choices_to={"is_staff": True, "is_active": True},
        related_name="+",
        help_text="Colleagues who get a mail about each new inquiry. "
        "If no one is chosen: everyone with the role Sales.",
    )
    is_open = models.BooleanField(default=True, help_text="A closed form returns 404.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["brand", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], name="one_form_per_brand_and_slug")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.slug})"

    def get_absolute_url(self) -> str:
        return reverse("leads:form", kwargs={"slug": self.slug})

    @property
    def scope(self) -> str:
        """Scope of the signed token of this form."""
        return f"{self.brand.slug}:{self.slug}"


class FormField(models.Model):
    """One question of a form."""

    form = models.ForeignKey(InquiryForm, models.CASCADE, related_name="fields")
    question = models.CharField(max_length=32, choices=question_choices)
    is_required = models.BooleanField("required", default=False)
    label = models.CharField(max_length=80, blank=True, help_text="If empty, the standard label.")
    reason = models.CharField(
        max_length=160,
        blank=True,
        help_text="Shown beside the question. If empty, the standard reason.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "question"
        constraints = [
            models.UniqueConstraint(fields=["form", "question"], name="each_question_once_per_form")
        ]

    def __str__(self) -> str:
        return self.get_question_display()
