"""The forms of the record page, which one button submits all together."""

from typing import Any
from uuid import uuid4

from django.http import QueryDict

from contactatonce.lib.admin import DraftForm, kept
from leads.models import Lead

from .record_data import Record
from .work_forms import AnswerForm, CallForm, NoteForm, StepForm, WorkForm

PREFIXED = {"step": StepForm, "note": NoteForm, "call": CallForm, "answer": AnswerForm}


class RecordForms:
    """The forms by name, as the page opens or with what a button submitted.

    `used` names the form whose button was pressed if it comes back; it shows its errors.
    """

    def __init__(self, record: Record, data: QueryDict | None = None, used: str = "") -> None:
        self.record = record
        self.data = data
        self.used = used
        self.by_name = {name: self.make(name, data) for name in ("work", *PREFIXED)}

    def make(self, name: str, data: QueryDict | None) -> Any:
        if name == "work":
            return WorkForm(data, lead=self.record.lead)
        initial: dict[str, Any] = {}
        if name == "answer":
            initial = {**self.record.draft, "seen": self.record.newest_event}
        return PREFIXED[name](data, prefix=name, initial=initial, auto_id="%s")

    def cleaned(self, name: str) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.by_name[name].cleaned_data
        return cleaned

    def status_of(self, name: str) -> int:
        """Validate the form `name`; return 0 if it is valid, else the HTTP status for its page."""
        form = self.by_name.get(name)
        if form is None or form.is_valid():
            return 0
        return 409 if getattr(form, "conflict", None) is not None else 422

    def after(self, used: str, lead: Lead, *, is_done: bool) -> "RecordForms":
        """Return the forms for the page after an action, with everything typed but not stored.

        The form `used` starts again if the action is done. Otherwise it gets a new one-use key,
        and counts everything on the page as seen: to send it again is to confirm it.
        """
        record = Record(lead, self.record.request)
        data = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        if not is_done:
            data[f"{used}-key"] = str(uuid4())
            data["answer-seen"] = str(record.newest_event)
        found = RecordForms(record, data, "" if is_done else used)
        found.by_name = kept(found.by_name, found.make, data, used)
        if is_done and used:
            found.by_name[used] = found.make(used, None)
        return found

    @property
    def typed(self) -> list[str]:
        """The names of the forms with text that is not stored."""
        forms: dict[str, DraftForm] = self.by_name
        return [name for name, form in forms.items() if form.is_bound]

    @property
    def context(self) -> dict[str, Any]:
        return {**self.by_name, "opened": self.typed}
