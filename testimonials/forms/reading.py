"""The words of a consent on the page of a form."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from contactatonce.lib.public_forms import PublicForm

OTHER_WORDS = (
    "The words you agree to have changed since you opened this page. "
    "Please read them again, and send it again."
)


class ReadForm(PublicForm):
    """A form that names the words on its page; subclasses refuse a consent without `read_at`."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    read_at: datetime | None = None

    def edition_of(self, day: datetime) -> str:
        """Return the digest of the words of a day."""
        raise NotImplementedError

    @property
    def edition(self) -> str:
        """Return the digest of the words on this page."""
        return self.edition_of(timezone.now())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        now = timezone.now()
        days = [now, now - timedelta(days=1)]  # a page from before midnight
        read = given.get("read")
        self.read_at = next((day for day in days if self.edition_of(day) == read), None)
        return given
