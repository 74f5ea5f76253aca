"""Admin pages that compose inquiry forms from questions."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.forms import CheckboxSelectMultiple, Textarea
from django.http import HttpRequest
from django.utils.html import format_html

from contactatonce.lib.admin import Admin, Inline, LabeledFormSet, VersionedAdmin
from leads.form_fields import CONTACT_WAYS, MESSAGE
from leads.models import FormField, InquiryForm
from leads.models.answers import ASKED


class QuestionFormSet(LabeledFormSet):
    """The questions of one form; requires a message and a way to reply."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        asked = {row["question"] for row in kept}
        required = {row["question"] for row in kept if row["is_required"]}
        if MESSAGE not in asked:
            raise ValidationError("Keep the question “Message”: it is what we answer.")
        if not asked.intersection(CONTACT_WAYS):
            raise ValidationError("Keep “E-mail” or “Phone”, or no answer can arrive.")
        if MESSAGE not in required:
            raise ValidationError("The question “Message” must be required.")
        if len(asked.intersection(CONTACT_WAYS)) == 1 and not required.intersection(CONTACT_WAYS):
            raise ValidationError("The only way to answer must be required.")


class QuestionInline(Inline):
    """Questions in their order; an empty label or reason falls back to the declared one."""

    model = FormField
    formset = QuestionFormSet
    fields = ("position", "question", "is_required", "label", "reason")
    min_num = 2
    max_num = len(ASKED)


@admin.register(InquiryForm)
class InquiryFormAdmin(VersionedAdmin, Admin):
    """An inquiry form of one site."""

    list_display = ("title", "slug", "brand", "is_open", "question_count", "updated_at")
    list_filter = ("is_open",)
    list_select_related = ("brand",)
    search_fields = ("title", "slug")
    inlines = (QuestionInline,)
    readonly_fields = ("address", "updated_at")
    instead = "Close it instead: take the tick out of “Is open”."
    fixed_fields = ("brand", "slug")  # pages name the form by them
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 3})},
        models.ManyToManyField: {"widget": CheckboxSelectMultiple},
    }
    fieldsets = (
        (None, {"fields": ("brand", "slug", "title", "intro", "is_open", "address")}),
        ("Texts for visitors", {"fields": ("purpose", "thank_you")}),
        ("Follow-up news", {"fields": ("offers_news", "news_wording")}),
        ("Notices", {"fields": ("notified",)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(questions=Count("fields"))

    @admin.display(description="Questions", ordering="questions")
    def question_count(self, form: Any) -> Any:
        return form.questions

    @admin.display(description="On the site")
    def address(self, form: InquiryForm) -> str:
        if form.pk is None or not form.is_open:
            return "–"
        url = form.brand.origin + form.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, url)
