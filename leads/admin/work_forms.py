"""The forms on a record and on the list of inquiries."""

from django import forms

from contactatonce.lib.text import PlainTextField
from leads.models import Lead
from leads.services.staff import owners
from leads.services.work import EDITABLE

MINE, THEIRS = "mine", "theirs"
SAME = "same"


class WorkForm(forms.Form):
    """State, owner and next step of a lead, beside what the page showed when it was opened."""

    state = forms.ChoiceField()
    lost_reason = forms.ChoiceField(
        label="Why lost",
        required=False,
        choices=[("", "–"), *Lead.LostReason.choices],
        help_text="Needed when the state is “Lost”.",
    )
    owner_id = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    next_step = PlainTextField(required=False, max_length=200)
    next_step_on = forms.DateField(
        label="On", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, initial=shown(lead), **kwargs)
        self.lead = lead
        states = [Lead.State(lead.state), *lead.moves]
        asked = self.data.get("state")
        if asked in Lead.State.values and asked not in states:
            states.append(Lead.State(asked))  # the service says why it cannot be
        self.fields["state"].choices = [(state.value, state.label) for state in states]
        self.fields["owner_id"].choices = owner_choices(lead)
        for name in EDITABLE:
            self.fields[f"was_{name}"] = copy_of(self.fields[name])

    def clean_lost_reason(self):
        """A reason is kept for a lost inquiry only."""
        is_lost = self.cleaned_data.get("state") == Lead.State.LOST
        return self.cleaned_data["lost_reason"] if is_lost else ""

    def clean(self):
        data = super().clean()
        if data.get("state") == Lead.State.LOST and not data.get("lost_reason"):
            self.add_error("lost_reason", "Say why it was lost.")
        return data

    def mine(self):
        """Return what the person who sends the form wants, theirs where he chose so."""
        wanted = {}
        for name in EDITABLE:
            takes_theirs = self.data.get(f"choice_{name}") == THEIRS
            wanted[name] = self.cleaned_data[f"was_{name}" if takes_theirs else name]
        return wanted

    def original(self):
        """Return what the page showed when it was opened."""
        return {name: self.cleaned_data[f"was_{name}"] for name in EDITABLE}

    def rebased(self, lead):
        """Return the same edits as a form upon `lead` as it is now."""
        mine, original = self.mine(), self.original()
        data = {"version": lead.version}
        for name in EDITABLE:
            theirs = getattr(lead, name)
            kept = theirs if mine[name] == original[name] else mine[name]
            data |= {name: "" if kept is None else kept, f"was_{name}": theirs or ""}
        return WorkForm(data, lead=lead)

    def compared(self, theirs, names):
        """Yield label, original, theirs and mine, as people read them, of the fields `names`."""
        mine, original = self.mine(), self.original()
        for name in EDITABLE:
            if name in names:
                field = self.fields[name]
                values = (original[name], getattr(theirs, name), mine[name])
                yield {
                    "name": name,
                    "label": field.label or name.replace("_", " ").capitalize(),
                    "values": [readable(field, value) for value in values],
                }


def readable(field, value):
    """Return a field's value as the page's reader knows it."""
    if value in (None, ""):
        return "nothing"
    labels = {**dict(Lead.State.choices), **dict(getattr(field, "choices", ()))}
    return str(labels.get(value, value))


def shown(lead):
    """Return what a page shows of a lead's work, each value twice, and its version."""
    values = {name: getattr(lead, name) for name in EDITABLE}
    was = {f"was_{name}": value for name, value in values.items()}
    return {**values, **was, "version": lead.version}


def copy_of(field):
    """Return a hidden field that carries what the visible one showed."""
    if isinstance(field, forms.TypedChoiceField):
        hidden = forms.TypedChoiceField(
            required=False, coerce=int, empty_value=None, choices=field.choices
        )
    elif isinstance(field, forms.DateField):
        hidden = forms.DateField(required=False)
    else:
        hidden = forms.CharField(required=False)
    hidden.widget = forms.HiddenInput()
    return hidden


def owner_choices(lead=None):
    """Return who can own a lead, and who owns it now although he no longer could."""
    people = list(owners.get())
    if lead is not None and lead.owner and lead.owner_id not in dict(people):
        people.append((lead.owner_id, lead.owner.display_name))
    return [("", "Nobody"), *people]


class NoteForm(forms.Form):
    text = PlainTextField(
        label="Note", max_length=5_000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class CallForm(forms.Form):
    text = PlainTextField(
        label="What was said", max_length=5_000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class AnswerForm(forms.Form):
    subject = PlainTextField(max_length=200)
    body = PlainTextField(label="Text", max_length=20_000, widget=forms.Textarea({"rows": 9}))


class AssignForm(forms.Form):
    """To whom several leads go."""

    owner_id = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = owner_choices()


class MoveForm(forms.Form):
    """The state to which several leads go."""

    state = forms.ChoiceField(label="New state", choices=Lead.State.choices)
    lost_reason = forms.ChoiceField(
        label="Why lost", required=False, choices=[("", "–"), *Lead.LostReason.choices]
    )

    def clean(self):
        data = super().clean()
        is_lost = data.get("state") == Lead.State.LOST
        if is_lost and not data.get("lost_reason"):
            self.add_error("lost_reason", "Say why they were lost.")
        if not is_lost:
            data["lost_reason"] = ""
        return data
