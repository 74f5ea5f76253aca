"""Forms for visitors without an account."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.public_forms import PublicForm
from contactatonce.lib.text import PlainTextField

from .models import PrivacyRequest, Suppression


class OptOutLinkForm(PublicForm):
    """Which mail to stop: the form behind a mailed link.

    A mail program sends "One-Click" instead of a scope (RFC 8058, 3.2).
    """

    noun = "opt-out"

    scope = forms.ChoiceField(
        label="Which mail should stop?",
        choices=[
            (Suppression.Scope.NEWS.value, "News, offers and follow-ups"),
            (
                Suppression.Scope.ALL.value,
                "All of that, and the notices about changes of our policies or owner too",
            ),
        ],
        initial=Suppression.Scope.NEWS.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, posted: QueryDict | None = None) -> None:
        self.is_sent_by_machine = bool(posted and posted.get("List-Unsubscribe") == "One-Click")
        one_click = {"scope": Suppression.Scope.NEWS.value}
        super().__init__(one_click if self.is_sent_by_machine else posted)


class OptOutForm(PublicForm):
    """Whose news to stop, without proof; the answer does not reveal whether we know the address."""

    noun = "opt-out"
    rate = "OPT_OUT_RATE"
    form_scope = "privacy:opt-out"

    email = EmailAddressField(
        error_messages={"required": "Enter the e-mail address that should get no more news."}
    )


class RequestForm(PublicForm):
    """A privacy request; only an e-mail address is required."""

    rate = "REQUEST_RATE"
    form_scope = "privacy:request"

    kind = forms.ChoiceField(
        label="What shall we do?",
        choices=PrivacyRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what we shall do."},
    )
    place = forms.ChoiceField(
        label="Remove me from where?",
        choices=[("", "Please choose"), *PrivacyRequest.Place.choices],
        required=False,
        help_text="Only if you want to be removed from a public place.",
    )
    email = EmailAddressField(
        help_text="The address that your data is held under. We send a link there to make sure "
        "that the request comes from you.",
        error_messages={"required": "Write the address that your data is held under."},
    )
    text = PlainTextField(
        label="Anything that helps us",
        max_length=4000,
        required=False,
        help_text="What is wrong, where you saw it, or what you complain about.",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )

    def is_stored(self, key: UUID) -> bool:
        return PrivacyRequest.objects.filter(key=key).exists()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == PrivacyRequest.Kind.REMOVAL and not given.get("place"):
            self.add_error("place", "Choose from where you want to be removed.")
        if given.get("kind") == PrivacyRequest.Kind.COMPLAINT and not given.get("text"):
            self.add_error("text", "Tell us what you complain about.")
        return given


class ProposalForm(PublicForm):
    """A wrong value and the right one. The old value is typed by the person, never shown."""

    what = forms.ChoiceField(
        label="Which detail?",
        choices=[
            (what, what)
            for what in ("Name", "E-mail address", "Phone", "Mailing address", "Company", "Other")
        ],
    )
    before = PlainTextField(
        label="What it says now",
        max_length=500,
        required=False,
        help_text="As exactly as you know it, so that we find it everywhere.",
    )
    after = PlainTextField(
        label="What it should say",
        max_length=500,
        error_messages={"required": "Write what it should say."},
    )


class AnswerForm(PublicForm):
    """The person's answer to our question."""

    noun = "answer"

    text = PlainTextField(
        label="Your answer",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": "Write an answer."},
    )


class CodeForm(PublicForm):
    """The code that opens a released export."""

    code = PlainTextField(
        label="Code from our mail",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Write the code that we mailed."},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
