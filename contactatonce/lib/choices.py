"""Keys of rows as a browser sends them, which may be anything."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18  # digits that every column for keys can hold


def is_key(text: str) -> bool:
    """Return whether `text` is a number that a row can have; int() refuses longer ones too."""
    return text.isdecimal() and len(text) <= LONGEST_KEY


def key_of(text: str) -> int:
    """Return `text` as a key, or 0, which no row has."""
    return int(text) if is_key(text) else 0


class KeyField(forms.IntegerField):
    """The number of a row; one that no row can have is refused (SQLite would overflow)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 10**LONGEST_KEY - 1, **kwargs})


class KeysField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A choice of several rows; a key longer than any is one of no row (SQLite would overflow)."""

    def clean(self, value: Any) -> Any:
        keys = value if isinstance(value, list | tuple) else ()
        for key in keys:
            if len(str(key)) > LONGEST_KEY:
                said = self.error_messages["invalid_choice"]
                raise ValidationError(said, code="invalid_choice", params={"value": key})
        return super().clean(value)
