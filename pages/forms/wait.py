"""For when a section is changed: at once, or at a time."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from pages.models import Page
from publishing import changes
from publishing.forms import MomentField

WAITS_ALREADY = "A change of this page waits already: edit that one."


class WaitForm(forms.Form):
    """The time from which visitors of a live page see what is done to a section."""

    takes_effect_at = MomentField(required=False, label="Show this change from")

    def __init__(self, data: Any = None, *, page: Page, form: str = "") -> None:
        super().__init__(data, auto_id="wait_%s")
        self.page = page
        field: Any = self.fields["takes_effect_at"]
        if form:
            field.widget.attrs["form"] = form
        field.help_text = (
            f"Time in {timezone.get_current_timezone_name()}. Empty: at once. With a time the page "
            "stays as it is until then."
        )

    @classmethod
    def offered(cls, page: Page, form: str = "") -> "WaitForm | None":
        """Return it where something can wait: for a live page without another change.

        `form` is the id of the form in HTML that its field belongs to, if it does not stand in it.
        """
        return (
            cls(page=page, form=form)
            if page.is_published and not changes.waiting_of(page)
            else None
        )

    @property
    def moment(self) -> datetime | None:
        """The time that was typed; only after is_valid()."""
        moment: datetime | None = self.cleaned_data["takes_effect_at"]
        return moment

    def clean_takes_effect_at(self) -> Any:
        moment = self.cleaned_data["takes_effect_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError("Choose a moment that is still to come.")
        if moment and not self.page.is_published:
            raise forms.ValidationError("Only what visitors see already can change at a time.")
        if moment and changes.waiting_of(self.page):
            raise forms.ValidationError(WAITS_ALREADY)
        return moment
