"""Forms for the privacy officer's steps."""

from datetime import datetime

from django import forms
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.admin import DraftForm
from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.form_fields import plausible_year
from contactatonce.lib.text import PlainTextField
from privacy.forms import RequestForm
from privacy.models import PrivacyRequest
from privacy.rights.intake import CHECKED_BY

MOMENT = forms.DateTimeInput(
    {"type": "datetime-local", "class": "vTextField"}, format="%Y-%m-%dT%H:%M"
)
NO_NAMES = "The person reads it on their page. No names of other people."


def paragraph(label: str, most: int, *, rows: int = 3, help_text: str = NO_NAMES) -> PlainTextField:
    """Return a field for some sentences of at most `most` characters."""
    widget = forms.Textarea({"rows": rows})
    return PlainTextField(label=label, max_length=most, widget=widget, help_text=help_text)


class EnterForm(forms.ModelForm):
    """A request that came by mail, letter or phone. Its deadline counts from its receipt."""

    channel = forms.ChoiceField(
        label="Came by",
        choices=[choice for choice in PrivacyRequest.Channel.choices if choice[0] != "web"],
    )
    received_at = forms.DateTimeField(
        validators=[plausible_year],
        label="Reached us",
        initial=timezone.now,
        widget=MOMENT,
        help_text="When it first reached us, by whichever way.",
    )
    brand = forms.ModelChoiceField(Brand.objects.all(), label="Site", empty_label=None)
    email = EmailAddressField(
        label="E-mail address of the person",
        help_text="The address that their data is held under. A link to confirm goes there.",
    )
    text = RequestForm.base_fields["text"]

    class Meta:
        model = PrivacyRequest
        fields = ["channel", "received_at", "kind", "place", "brand"]

    def clean_received_at(self) -> datetime:
        received_at: datetime = self.cleaned_data["received_at"]
        if received_at > timezone.now():
            raise forms.ValidationError("It cannot have reached us in the future.")
        return received_at


class CheckedForm(DraftForm):
    """How staff identified the sender."""

    checked = forms.ChoiceField(
        label="We made sure of who it is by",
        choices=[(code, words.capitalize()) for code, words in CHECKED_BY.items()],
        initial=next(iter(CHECKED_BY)),
    )


class QuestionForm(DraftForm):
    question = paragraph("Question", 2000)


class ExtensionForm(DraftForm):
    reason = forms.ChoiceField(
        label="We need more time because",
        choices=PrivacyRequest.Extension.choices,
        initial=PrivacyRequest.Extension.COMPLEX,
    )
    text = paragraph(
        "In words",
        1000,
        rows=2,
        help_text="Once the notice has left, the term is two months longer.",
    )


class RefusalForm(DraftForm):
    reason = forms.ChoiceField(
        label="Reason",
        choices=PrivacyRequest.Refusal.choices,
        initial=PrivacyRequest.Refusal.IDENTITY,
    )
    explanation = paragraph("In words", 2000)


class DoneForm(DraftForm):
    """What was done about a request that people carry out by hand."""

    explanation = paragraph("What was done", 2000)
    is_partly = forms.BooleanField(label="Only a part of it", required=False)


class PlanForm(DraftForm):
    """The plan that was shown to the officer, by its hash."""

    plan_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class FindingForm(DraftForm):
    """Why a place that the sweep found may stay."""

    reason = PlainTextField(
        label="Why it is right there", max_length=300, help_text="Names no person."
    )


class CannotNotifyForm(DraftForm):
    note = PlainTextField(
        label="Why it cannot be notified", max_length=200, help_text="Names no person."
    )


class LinkForm(DraftForm):
    earlier = PlainTextField(label="Reference of the earlier request", max_length=8)

    def clean_earlier(self) -> PrivacyRequest:
        found = PrivacyRequest.objects.filter(reference=self.cleaned_data["earlier"].upper())
        if not found:
            raise forms.ValidationError("There is no request with this reference.")
        return found.get()
