"""Forms for the giver of a testimonial, on pages behind the link in every mail (P28)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from contactatonce.lib.public_forms import PublicForm, Refused
from contactatonce.lib.text import PlainTextField
from testimonials.models import Testimonial
from testimonials.services import consents
from testimonials.services.giving import CHANGEABLE
from testimonials.services.words import Words
from testimonials.states import SAYS, State

from .giving import ConsentForm, WordsForm

NO_COMPANY = (
    "You have not named a company. Name it on the page of your testimonial first, or untick this."
)


class OwnForm(PublicForm):
    """A form about a testimonial that was given, closed in some of its states."""

    nothing_done = "nothing has been changed"
    open_in: ClassVar[Sequence[str]] = (*CHANGEABLE, State.APPROVED)

    def __init__(
        self,
        testimonial: Testimonial,
        posted: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        self.testimonial = testimonial

    @property
    def is_open(self) -> bool:
        return self.testimonial.state in self.open_in

    def check_open(self) -> None:
        if not self.is_open:
            raise Refused(409, f"{SAYS[self.testimonial.state]}, so {self.nothing_done}.")


class ChangeForm(OwnForm, WordsForm):
    """Other words for a testimonial that was given."""

    def __init__(self, testimonial: Testimonial, posted: QueryDict | None = None) -> None:
        names = Words.__dataclass_fields__
        super().__init__(testimonial, posted, {name: getattr(testimonial, name) for name in names})


class ConsentChangeForm(OwnForm, ConsentForm):
    """Other sites, uses or company, or another two years."""

    rate = "TESTIMONIAL_RATE"
    open_in = (*CHANGEABLE, State.APPROVED, State.EXPIRED)

    def __init__(self, testimonial: Testimonial, posted: QueryDict | None = None) -> None:
        answer = consents.answer_of(testimonial)
        initial = {
            "sites": list(answer.sites),
            "channels": list(answer.channels),
            "company_agrees": answer.company,
        }
        super().__init__(testimonial, posted, initial)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("company_agrees") and not self.testimonial.company:
            self.add_error("company_agrees", NO_COMPANY)
        return given


class VerdictForm(OwnForm):
    """The guest's answer to the edited version."""

    noun = "answer"
    open_in = (State.APPROVED, State.CONFIRMED, State.PUBLISHED)

    answer = forms.ChoiceField(choices=[("confirm", "Confirm"), ("decline", "Ask for changes")])
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    note = PlainTextField(
        label="What should we change?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "decline" and given.get("note") == "":
            self.add_error("note", "Write what we should change.")
        return given
