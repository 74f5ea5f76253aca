"""Text that people type, made safe to store and to show; every character that one sees is kept."""

import re
import unicodedata
from typing import Any

from django import forms

# Overrides and isolates can turn the text around them (Unicode TR36, section 2.7); characters
# without a width can hide in it. Joiners and marks (U+200C to U+200F) are a part of some scripts.
DECEIVES = re.compile(r"[\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")  # can split words unseen
# Control characters, and halves of surrogate pairs, which no database takes.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROLS_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MOST_MARKS = 30  # in a row: no language needs more (UAX #15, Stream-Safe Text Format)
LEEWAY = 4  # times a field's longest text: what is longer is refused before it is worked on


class PlainTextField(forms.CharField):
    """A CharField for text that people type: of several lines with a Textarea, else of one.

    Raises ValidationError for a text that is far too long before doing any work on it.
    """

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if self.max_length and len(text) > LEEWAY * self.max_length:
            self.run_validators(text)  # MaxLengthValidator raises, with the field's own words
        return tidy_text(text) if isinstance(self.widget, forms.Textarea) else tidy_line(text)


def tidy_line(text: str) -> str:
    """Return `text` on one line: line breaks and control characters become single spaces."""
    return " ".join(CONTROLS.sub(" ", DECEIVES.sub("", compose(text))).split())


def tidy_text(text: str) -> str:
    """Return `text` with plain line ends and without control characters; tabs stay.

    Direction controls are removed as well: they would show a part of the text in reverse.
    """
    plain = compose(text).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS_IN_TEXT.sub("", DECEIVES.sub("", plain)).strip()


def compose(text: str) -> str:
    """Return `text` in Unicode's form NFC, with at most MOST_MARKS combining marks in a row.

    Marks are cut before normalizing, which sorts each run of them in quadratic time, and again
    afterwards, because some of them decompose into two.
    """
    if text.isascii():
        return text
    return cut_marks(unicodedata.normalize("NFC", cut_marks(text)))


def cut_marks(text: str) -> str:
    """Return `text` without the combining marks that follow MOST_MARKS others."""
    kept = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
