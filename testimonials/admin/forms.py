"""Forms of the review desk."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contactatonce.brands.models import Brand
from contactatonce.lib.admin import DraftForm, VersionedModelForm, label
from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.form_fields import form_field
from contactatonce.lib.text import PlainTextField
from media.forms import ImageChoiceField
from moderation.states import Refusal
from testimonials.models import Edition, Invitation, OpenLink, Testimonial
from testimonials.models.editions import CONFIRMED_FIELDS
from testimonials.services import editing, giving
from testimonials.services.steps import Refused

SECONDS = ("trim_start", "trim_end", "poster_at")
SHORTEST = 1  # seconds of a cut


class EditionForm(VersionedModelForm):
    """What is shown of a testimonial; a video and a photo are among what the guest sent."""

    class Meta:
        model = Edition
        fields = CONFIRMED_FIELDS
        formfield_callback = form_field
        widgets = {
            "quote": forms.Textarea({"rows": 6}),
            "captions": forms.Textarea({"rows": 14, "spellcheck": "true", "class": "captions"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uploads = self.instance.testimonial.uploads.all()
        has_video = False
        for name, kind in (("photo", "photo"), ("clip", "video")):
            field: Any = self.fields[name]
            field.queryset = uploads.filter(kind=kind)
            field.label_from_instance = label
            field.empty_label = f"No {kind}"
            has_video = has_video or (kind == "video" and field.queryset.exists())
        if not has_video:
            for name in ("clip", "captions", *SECONDS):
                del self.fields[name]
            del self.shared  # of the fields that are left

    def clean_captions(self) -> str:
        text: str = self.cleaned_data["captions"]
        try:
            editing.read_captions(text)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse a cut that is not inside the video, and a picture that is not inside the cut."""
        cleaned = super().clean()
        clip, start = cleaned.get("clip"), cleaned.get("trim_start")
        if clip is None or start is None:
            return cleaned
        most = Decimal(str(round(clip.seconds, 2)))
        end = cleaned.get("trim_end") or most
        if start < 0 or end - start < SHORTEST:
            self.add_error("trim_start", f"Leave at least {SHORTEST} second of the video.")
        if end > most:
            self.add_error("trim_end", f"The video is over after {most} seconds.")
        if not 0 <= (cleaned.get("poster_at") or 0) <= end - start:
            self.add_error("poster_at", f"The cut is over after {end - start} seconds.")
        return cleaned


class ChangesForm(DraftForm):
    """What the guest is asked to change."""

    note = PlainTextField(
        label="What should change",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The mail to the guest quotes it.",
    )


class RefuseForm(DraftForm):
    """Why a testimonial is not published."""

    refusal = forms.ChoiceField(
        label="Why it is refused",
        choices=Refusal.choices,
        initial=Refusal.values[0],
        help_text="The guest sees the reason. The moderation queue can undo it for ten minutes.",
    )


class WithdrawForm(DraftForm):
    """How the giver asked us to withdraw a testimonial."""

    note = PlainTextField(
        label="How the giver asked for it",
        max_length=200,
        help_text="Such as “by phone on May 3”. It stays in the history. No one can undo this.",
    )


class DetailsForm(DraftForm, forms.ModelForm):
    """What staff add to a testimonial without asking its giver."""

    logo = ImageChoiceField(
        required=False,
        label="Company’s logo",
        help_text="Shown only while the company agrees.",
    )

    class Meta:
        model = Testimonial
        fields = ["trade", "logo"]


class OpenLinkForm(forms.ModelForm):
    """The site of a new open link; a site has one at a time."""

    brand = forms.ModelChoiceField(Brand.objects.all(), label="Site", empty_label=None)

    class Meta:
        model = OpenLink
        fields = ["brand"]

    def clean_brand(self) -> Brand:
        brand: Brand = self.cleaned_data["brand"]
        if OpenLink.objects.filter(brand=brand, closed_at=None).exists():
            raise ValidationError("This site has an open link already.")
        return brand


class InviteForm(forms.ModelForm):
    """An invitation by mail; the link works once, for thirty days."""

    brand = forms.ModelChoiceField(Brand.objects.all(), label="Site", empty_label=None)
    email = EmailAddressField(help_text="The invitation is mailed to it at once.")
    name = PlainTextField(max_length=80, help_text="The mail greets the person by it.")

    class Meta:
        model = Invitation
        fields = ["brand", "email", "name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                giving.refuse_invitation(brand=cleaned["brand"], email=cleaned["email"])
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned
