"""The form of a directory entry, for its company."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from contactatonce.lib.public_forms import PublicForm
from testimonials.models import Listing
from testimonials.services import directory

from .giving import OTHER_WORDS


class ListingForm(PublicForm):
    """Whether a company agrees to its entry, to the words that the page shows."""

    noun = "answer"
    nothing_done = "nothing has been changed"
    try_again = "Please press the button again"

    answer = forms.ChoiceField(choices=[("agree", "Agree"), ("remove", "Remove")])
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    read_at: datetime | None = None

    def __init__(self, listing: Listing, posted: QueryDict | None = None) -> None:
        super().__init__(posted)
        self.listing = listing

    @property
    def edition(self) -> str:
        """What identifies the words on this page."""
        return digest(directory.wording(self.listing))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        now = timezone.now()
        days = [now, now - timedelta(days=1)]  # a page from before midnight
        words = [(day, digest(directory.wording(self.listing, day))) for day in days]
        self.read_at = next((day for day, word in words if word == given.get("read")), None)
        if given.get("answer") == "agree" and self.read_at is None:
            self.add_error("answer", OTHER_WORDS)
        return given


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
