"""The form fields that replace Django's own in every form of a model."""

from typing import Any

from django.db import models
from django.forms import Field

from .choices import KeysField
from .text import PlainTextField

OWN = {
    models.CharField: PlainTextField,
    models.TextField: PlainTextField,
    models.ManyToManyField: KeysField,
}


def own_form_field(db_field: models.Field[Any, Any]) -> dict[str, Any]:
    """Return the argument of `formfield` that names our form field, where we have one."""
    kind = OWN.get(type(db_field))
    return {"form_class": kind} if kind else {}


def form_field(db_field: models.Field[Any, Any], **kwargs: Any) -> Field | None:
    """Make the form field of a model's field: the `formfield_callback` of a ModelForm's Meta."""
    made: Field | None = db_field.formfield(**own_form_field(db_field), **kwargs)
    return made
