"""The forms of a request's page, which one button submits all together."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from contactatonce.lib.admin import DraftForm, kept, unsent
from privacy.models import PrivacyRequest, RecipientNotice
from privacy.rights import fulfillment
from privacy.rights.transitions import State

from .request_actions import ACTIONS

Kind = PrivacyRequest.Kind
BY_HAND = frozenset({Kind.REMOVAL, Kind.COMPLAINT, Kind.CORRECTION})


class RecordForms:
    """The forms of the steps that are possible now, and what was typed for other steps.

    A form is named after its step; that of a row after the step and the key of the row. `used`
    names the form of a button that was refused.
    """

    def __init__(
        self, asked: PrivacyRequest, data: QueryDict | None = None, used: str = ""
    ) -> None:
        self.asked, self.data, self.used = asked, data, used

    @cached_property
    def by_name(self) -> dict[str, DraftForm]:
        return kept(self.possible, self.make, self.data, self.used)

    @cached_property
    def unsent(self) -> list[tuple[str, str]]:
        """What was typed for steps that are not possible any more."""
        sent = dict.fromkeys(form_of(field) for field in self.data or ())
        gone = [name for name in sent if name not in self.possible and step_of(name) in ACTIONS]
        return [each for name in gone for each in unsent(self.make(name, self.data))]

    def make(self, name: str, data: QueryDict | None = None) -> DraftForm:
        given: dict[str, Any] = {"prefix": name, "auto_id": "%s"}
        if name == "approve":
            given |= {"places": self.places, "suggested": self.suggested}
        return ACTIONS[step_of(name)].form(data, **given)

    @cached_property
    def places(self) -> Any:
        return fulfillment.correctable(self.asked)

    @cached_property
    def suggested(self) -> Any:
        return fulfillment.suggested(self.asked)

    @cached_property
    def notices(self) -> list[RecipientNotice]:
        """The recipients to notify, and those that were."""
        return list(self.asked.notices.select_related("recipient", "settled_by"))

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of the last sweep, while the erasure is not proven."""
        is_swept = self.asked.kind == Kind.DELETION and self.asked.is_open
        return self.asked.erasure.findings if is_swept and self.asked.erasure else []

    @cached_property
    def possible(self) -> list[str]:
        waiting = [notice.pk for notice in self.notices if notice.state == notice.State.WAITING]
        open_hits = [hit["key"] for hit in self.findings if not hit["explanation"]]
        return [
            *steps_with_form(self.asked),
            *(f"cannot_notify-{pk}" for pk in waiting),
            *(f"explain-{key}" for key in open_hits),
        ]

    @property
    def is_typed(self) -> bool:
        """Tell whether the page has text that is not stored."""
        return bool(self.unsent) or any(form.is_bound for form in self.by_name.values())

    @property
    def context(self) -> dict[str, Any]:
        """Return the forms for the page: by step, and beside the row that each belongs to."""
        form = self.by_name.get
        return {
            "forms": self.by_name,
            "notices": [(each, form(f"cannot_notify-{each.pk}")) for each in self.notices],
            "findings": [(hit, form(f"explain-{hit['key']}")) for hit in self.findings],
            "unsent": self.unsent,
        }


def steps_with_form(asked: PrivacyRequest) -> list[str]:
    """Return the steps that are possible now and ask the officer for something."""
    if not asked.is_open:
        return ["confirm"] if asked.state == State.RECEIVED else []
    is_possible = {
        "ask": asked.state == State.IN_PROGRESS,
        "extend": not asked.extension,
        "link": True,
        "refuse": True,
        "fulfill": asked.kind in BY_HAND,
        "approve": asked.kind == Kind.CORRECTION,
    }
    return [name for name, may in is_possible.items() if may]


def step_of(name: str) -> str:
    """Return the step that a form belongs to."""
    return name.partition("-")[0]


def form_of(field: str) -> str:
    """Return the name of the form that a posted field belongs to."""
    step, _, rest = field.partition("-")
    is_row = step in ACTIONS and ACTIONS[step].is_row
    return f"{step}-{rest.rpartition('-')[0]}" if is_row else step


def without(data: QueryDict, name: str) -> QueryDict:
    """Return what was posted without the fields of one form."""
    left = data.copy()
    for field in data:
        if form_of(field) == name:
            del left[field]
    return left
