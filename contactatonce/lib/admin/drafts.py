"""Forms that share a page, so that a button of one keeps what was typed in the others."""

from django import forms
from django.forms.utils import ErrorDict


class DraftForm(forms.Form):
    """A form that shares one `<form>` element of its page with others.

    Each button of the page submits all of them. Those that the button does not use are rendered
    again with `as_draft`: what was typed, without errors. Subclasses on such a page set
    `use_required_attribute` to False, or an empty form stops the buttons of the others.
    """

    is_draft = False

    @property
    def is_typed(self) -> bool:
        """Tell whether a visible field was sent with another value than it had."""
        self.is_valid()  # the changed fields of some forms depend on the cleaned data
        changed = [self[name] for name in self.changed_data]
        return any(not field.is_hidden and field.html_name in self.data for field in changed)

    def as_draft(self) -> "DraftForm":
        """Return the form with what was typed, for rendering only."""
        self.is_draft = True
        self.full_clean()
        return self

    def full_clean(self) -> None:
        if self.is_draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()
