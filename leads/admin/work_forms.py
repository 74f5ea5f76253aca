"""Forms on the record page and on the list of inquiries."""

from typing import Any

from django import forms

from contactatonce.lib.admin import VersionedForm
from contactatonce.lib.form_fields import plausible_year
from contactatonce.lib.text import PlainTextField
from leads.models import Lead
from leads.services.staff import owners
from leads.services.work import EDITABLE


class WorkForm(VersionedForm):
    """State, owner and next step of a lead."""

    state = forms.ChoiceField()
    lost_reason = forms.ChoiceField(
        label="Why lost",
        required=False,
        choices=[("", "–"), *Lead.LostReason.choices],
        help_text="Required if the state is “Lost”.",
    )
    owner_id = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    next_step = PlainTextField(required=False, max_length=200)
    next_step_on = forms.DateField(
        validators=[plausible_year],
        label="On",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

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


class NoteForm(forms.Form):
    text = PlainTextField(
        label="Note", max_length=5_000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class CallForm(forms.Form):
    text = PlainTextField(
        label="Summary of the call",
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        strip=True,
    )


class AnswerForm(forms.Form):
    subject = PlainTextField(max_length=200)
    body = PlainTextField(label="Text", max_length=20_000, widget=forms.Textarea({"rows": 9}))


class AssignForm(forms.Form):
    """The new owner of several leads."""

    owner_id = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: Any = self.fields["owner_id"]
        owners.choices = owner_choices()


class MoveForm(forms.Form):
    """The new state of several leads."""

    state = forms.ChoiceField(label="New state", choices=Lead.State.choices)
    lost_reason = forms.ChoiceField(
        label="Why lost", required=False, choices=[("", "–"), *Lead.LostReason.choices]
    )

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        is_lost = data.get("state") == Lead.State.LOST
        if is_lost and not data.get("lost_reason"):
            self.add_error("lost_reason", "Say why they were lost.")
        if not is_lost:
            data["lost_reason"] = ""
        return data
