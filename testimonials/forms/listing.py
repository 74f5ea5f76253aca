"""The form of a directory entry, for its company."""

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from testimonials.models import Listing
from testimonials.services import directory

from .reading import OTHER_WORDS, ReadForm


class ListingForm(ReadForm):
    """Whether a company agrees to its entry, to the words that the page shows."""

    noun = "answer"
    nothing_done = "nothing has been changed"
    try_again = "Please press the button again"

    answer = forms.ChoiceField(choices=[("agree", "Agree"), ("remove", "Remove")])

    def __init__(self, listing: Listing, posted: QueryDict | None = None) -> None:
        super().__init__(posted)
        self.listing = listing

    def edition_of(self, day: datetime) -> str:
        return digest(directory.wording(self.listing, day))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("answer") == "agree" and self.read_at is None:
            self.add_error("answer", OTHER_WORDS)
        return given


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
