"""The form fields that replace Django's own in every form of a model."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Field

from .choices import KeysField
from .text import PlainTextField

YEARS = range(1990, 2200)  # a date stays valid in any time zone


def plausible_year(value: date) -> None:
    """Raise ValidationError for a date so far away that its time zone would overflow."""
    if value.year not in YEARS:
        raise ValidationError(f"Write a year from {YEARS[0]} to {YEARS[-1]}.", code="year")


OWN: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.CharField: {"form_class": PlainTextField},
    models.TextField: {"form_class": PlainTextField},
    models.ManyToManyField: {"form_class": KeysField},
    models.DateField: {"validators": [plausible_year]},
    models.DateTimeField: {"validators": [plausible_year]},
}


def own_form_field(db_field: models.Field[Any, Any]) -> dict[str, Any]:
    """Return the arguments of `formfield` that make it ours, where we have one."""
    return OWN.get(type(db_field), {})


def form_field(db_field: models.Field[Any, Any], **kwargs: Any) -> Field | None:
    """Make the form field of a model's field: the `formfield_callback` of a ModelForm's Meta."""
    made: Field | None = db_field.formfield(**own_form_field(db_field), **kwargs)
    return made
