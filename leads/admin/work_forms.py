"""Forms on the record page and on the list of inquiries."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from contactatonce.lib.admin import DraftForm, VersionedForm
from contactatonce.lib.choices import KeyField
from contactatonce.lib.form_fields import plausible_year
from contactatonce.lib.text import PlainTextField
from leads.models import Activity, Lead
from leads.models.activities import days_from
from leads.services.staff import owners
from leads.services.work import EDITABLE

UNASSIGNED = "nobody"


class WorkForm(VersionedForm):
    """State and owner of a lead."""

    state = forms.ChoiceField()
    lost_reason = forms.ChoiceField(
        label="Why lost",
        required=False,
        choices=[("", "–"), *Lead.LostReason.choices],
        help_text="Required if the state is “Lost”.",
    )
    owner_id = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, lead: Any, **kwargs: Any) -> None:
        self.instance = lead
        shown = {name: getattr(lead, name) for name in EDITABLE}
        super().__init__(*args, initial=shown, **kwargs)
        states = [Lead.State(lead.state), *lead.moves]
        asked = self.data.get("state")
        if asked in Lead.State.values and asked not in states:
            states.append(Lead.State(asked))  # the service explains the refusal
        fields: Any = self.fields
        fields["state"].choices = [(state.value, state.label) for state in states]
        fields["owner_id"].choices = owner_choices(lead)

    def clean(self) -> Any:
        data = super().clean()
        if data.get("state") != Lead.State.LOST:
            data["lost_reason"] = ""
        elif not data.get("lost_reason"):
            self.add_error("lost_reason", "Say why it was lost.")
        return data


def owner_choices(lead: Any = None) -> Any:
    """Return the assignable users, and the current owner even if no longer assignable."""
    people = list(owners.get())
    if lead is not None and lead.owner and lead.owner_id not in dict(people):
        people.append((lead.owner_id, lead.owner.display_name))
    return [("", "No one"), *people]


class KeyedForm(DraftForm):
    """A form whose action is stored once, however often it is sent."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class NoteForm(KeyedForm):
    text = PlainTextField(
        label="Note", max_length=5_000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class CallForm(KeyedForm):
    text = PlainTextField(
        label="Summary of the call",
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        strip=True,
    )


class AnswerForm(KeyedForm):
    """An answer by e-mail; `seen` is the newest event that the page showed."""

    subject = PlainTextField(max_length=200)
    body = PlainTextField(label="Text", max_length=20_000, widget=forms.Textarea({"rows": 9}))
    seen = KeyField(required=False, min_value=0, widget=forms.HiddenInput)


class StepForm(KeyedForm):
    """A next step, on a date or after a number of days."""

    ON_DATE = "date"

    kind = forms.ChoiceField(
        choices=Activity.Kind.choices, required=False, initial=Activity.Kind.CALL
    )
    text = PlainTextField(label="Next step", max_length=200, required=False)
    days = forms.ChoiceField(
        label="When",
        required=False,
        initial="1",
        choices=[
            ("1", "Tomorrow"),
            ("0", "Today"),
            ("3", "In 3 days"),
            ("7", "In a week"),
            ("14", "In two weeks"),
            ("30", "In a month"),
            (ON_DATE, "On the date below"),
        ],
    )
    due_on = forms.DateField(
        validators=[plausible_year],
        label="Date",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    due_time = forms.TimeField(
        label="Time", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        days = data.pop("days", "") or "1"
        if days == self.ON_DATE and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Choose a date.")
        elif days != self.ON_DATE and not data.get("due_on"):
            data["due_on"] = days_from(timezone.localdate(), int(days))
        data["kind"] = data.get("kind") or Activity.Kind.CALL
        return data


class AssignForm(forms.Form):
    """The new owner of several leads."""

    owner_id = forms.TypedChoiceField(
        label="Owner",
        coerce=lambda value: None if value == UNASSIGNED else int(value),
        error_messages={"required": "Choose the new owner."},
    )

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner_id"]
        field.choices = [("", "Choose …"), *owners.get(), (UNASSIGNED, "No one")]


class MoveForm(forms.Form):
    """The new state of several leads."""

    state = forms.ChoiceField(label="New state")
    lost_reason = forms.ChoiceField(
        label="Why lost", required=False, choices=[("", "–"), *Lead.LostReason.choices]
    )

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        """Offer the states that at least one of `leads` may move to."""
        super().__init__(*args, **kwargs)
        current = set(leads.prefetch_related(None).order_by().values_list("state", flat=True))
        reached = {state for each in current for state in Lead.MOVES[Lead.State(each)]}
        field: Any = self.fields["state"]
        field.choices = [
            ("", "Choose …"),
            *((state.value, state.label) for state in Lead.State if state in reached),
        ]

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        is_lost = data.get("state") == Lead.State.LOST
        if is_lost and not data.get("lost_reason"):
            self.add_error("lost_reason", "Say why they were lost.")
        if not is_lost:
            data["lost_reason"] = ""
        return data
