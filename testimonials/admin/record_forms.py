"""The forms of a testimonial's page, which one button submits all together."""

from copy import copy
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict

from contactatonce.lib.admin import kept, unsent
from testimonials.models.editions import CONFIRMED_FIELDS

from .forms import DetailsForm, EditionForm
from .steps import STEPS, Item

EDITION = "edition"


def may(request: HttpRequest, permission: str) -> bool:
    """Return whether the user has a permission of testimonials, such as "withdraw"."""
    return request.user.has_perm(f"testimonials.{permission}_testimonial")


class RecordForms:
    """The forms of the edition and of the steps that are possible now, by name.

    `used` names the form of a button that was refused; `done` that of one that was not, whose
    fields start again.
    """

    def __init__(
        self,
        request: HttpRequest,
        item: Item,
        data: QueryDict | None = None,
        *,
        used: str = "",
        done: str = "",
    ) -> None:
        self.request, self.item, self.used, self.done = request, item, used, done
        self.data = data

    def make(self, name: str, data: QueryDict | None) -> Any:
        if name == self.done:
            data = None
        if name == EDITION:
            is_same = data is not None and self.is_same_edition
            return EditionForm(data if is_same else None, instance=copy(self.item.edition))
        form = STEPS[name].form
        given = {"instance": copy(self.item.testimonial)} if form is DetailsForm else {}
        return form(data, prefix=name, auto_id="%s", **given)

    @property
    def is_same_edition(self) -> bool:
        """Tell whether the page was of the edition that can be edited now."""
        if self.data is None or not self.item.is_editable:
            return False
        return self.data.get(EDITION) == str(self.item.edition.pk)

    @cached_property
    def by_name(self) -> dict[str, Any]:
        return kept(self.possible, self.make, self.data, self.used)

    @cached_property
    def possible(self) -> list[str]:
        found = [
            name
            for name, step in STEPS.items()
            if step.is_possible(self.item) and may(self.request, step.permission)
        ]
        is_editable = self.item.is_editable and may(self.request, "change")
        return [EDITION, *found] if is_editable else found

    @property
    def steps(self) -> dict[str, tuple[str, Any]]:
        """Return label and form of each possible step."""
        forms = self.by_name.items()
        return {name: (STEPS[name].label, form) for name, form in forms if name != EDITION}

    @cached_property
    def unsent(self) -> list[tuple[str, str]]:
        """What was typed into an earlier edition, and for steps that are not possible any more."""
        if self.data is None:
            return []
        gone = [name for name in STEPS if name not in self.possible]
        of_steps = [each for name in gone for each in unsent(self.make(name, self.data))]
        if EDITION in self.data and not self.is_same_edition and self.done != EDITION:
            return [*self.typed_in_edition, *of_steps]
        return of_steps

    @property
    def typed_in_edition(self) -> list[tuple[str, str]]:
        """What was typed into the edition that the page showed."""
        sent: Any = self.data
        return [
            (str(EditionForm.base_fields[name].label), sent[name])
            for name in CONFIRMED_FIELDS
            if sent.get(name) and sent[name] != sent.get(f"initial-{name}")
        ]

    @property
    def is_typed(self) -> bool:
        """Tell whether the page has text that is not stored."""
        return bool(self.unsent) or any(form.is_bound for form in self.by_name.values())
