"""Forms that share a page, so that a button of one keeps what was typed in the others."""

from collections.abc import Callable, Iterable
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict

UNSAVED = "What you typed in other fields is still here, not saved yet."


class DraftForm(forms.Form):
    """A form that shares one `<form>` element of its page with others.

    Each button of the page submits all of them. Those that the button does not use are rendered
    again with `as_draft`: what was typed, without errors. Required fields are checked here only:
    the browser would let an empty one stop the buttons of the other forms.
    """

    use_required_attribute = False
    is_draft = False

    @property
    def is_typed(self) -> bool:
        """Tell whether a visible field was sent with another value than it had."""
        if not any(field.html_name in self.data for field in self.visible_fields()):
            return False
        self.is_valid()  # the changed fields of some forms depend on the cleaned data
        return any(not self[name].is_hidden for name in self.changed_data)

    def as_draft(self) -> Self:
        """Return the form with what was typed, for rendering only."""
        self.is_draft = True
        self.full_clean()
        return self

    def is_valid(self) -> bool:
        return not self.is_draft and super().is_valid()

    def full_clean(self) -> None:
        if self.is_draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


def kept(
    names: Iterable[str], make: Callable[[str, Any], Any], data: Any, used: str = ""
) -> dict[str, Any]:
    """Return the forms of a page, as drafts where `data` has something typed, otherwise as new.

    `used` names the form of a button that was refused; it shows its errors.
    """
    found = {}
    for name in names:
        form = make(name, data)
        if name == used:
            form.full_clean()
        elif data is not None and not form.as_draft().is_typed:
            form = make(name, None)
        found[name] = form
    return found
