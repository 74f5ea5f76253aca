"""The forms of the rows of sections."""

from typing import Any

from django import forms
from django.utils import timezone

from contactatonce.lib.form_fields import plausible_year
from contactatonce.lib.text import PlainTextField

from .fields import DrawingField, IconField, LinesField, LinkField, PictureField, TargetField
from .rows import RowForm


class StepPoint(RowForm):
    title = PlainTextField(max_length=120)
    text = PlainTextField(max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class IconPoint(StepPoint):
    icon = IconField()

    field_order = ["icon"]


class QuestionPoint(RowForm):
    title = PlainTextField(label="Question", max_length=200)
    text = PlainTextField(label="Answer", max_length=1500, widget=forms.Textarea(attrs={"rows": 4}))


class SolutionPoint(StepPoint):
    drawing = DrawingField()
    picture = PictureField(help_text="Shown instead of the drawing.")
    link = LinkField(required=False)


class WalkPoint(SolutionPoint):
    bullets = LinesField(label="Ticked lines", help_text="One per line.")


class FigureRow(RowForm):
    """A figure cannot be saved without who published it and when."""

    value = PlainTextField(max_length=20, help_text="For example 42% or 3.5 million.")
    label = PlainTextField(label="What it counts", max_length=160)
    source = PlainTextField(max_length=160, help_text="Who published it, and where.")
    as_of = forms.DateField(
        validators=[plausible_year],
        label="Published on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="After two years we ask you for a newer one; after three it is not shown.",
    )
    url = TargetField(label="Address of the source", required=False)

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError("This date is in the future.")
        return day


class LogoRow(RowForm):
    name = PlainTextField(max_length=80, help_text="Only for a company that agreed to be shown.")
    picture = PictureField(required=True)
    url = TargetField(label="Address", required=False)
