"""Forms for people who give a testimonial, without account, cookie or script (P28)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contactatonce.brands.directory import directory
from contactatonce.lib import markup
from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.public_forms import PublicForm, Refused
from contactatonce.lib.text import PlainTextField
from moderation import rules
from testimonials.models import OpenLink, Testimonial
from testimonials.models.testimonials import ON_SITE, Trade
from testimonials.services import consents
from testimonials.services.consents import Answer, Channel
from testimonials.services.words import Words
from testimonials.states import State

from .reading import OTHER_WORDS, ReadForm

LONGEST = 1200  # characters, as many as a card shows
ENDED = "This invitation has ended, so nothing was sent. Ask us for a new one."
LINK_CLOSED = "This link was closed, so nothing was sent. Your text is below."
QUESTION = "A person wrote this, not a program"


def site_choices() -> list[tuple[str, str]]:
    return [(brand.slug, brand.name) for brand in directory.get().brands]


class WordsForm(PublicForm):
    """Words of a guest, and who they are."""

    noun = "testimonial"

    kind = forms.ChoiceField(
        label="What would you like to send?",
        choices=Testimonial.Kind.choices,
        initial=Testimonial.Kind.TEXT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would like to send."},
    )
    text = PlainTextField(
        label="Your words",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": "7"}),
        help_text="What did we change for you? One example says more than praise. With a video, "
        "one sentence to show beside it is enough.",
        error_messages={
            "max_length": "Your words have %(show_value)d characters; %(limit_value)d fit.",
        },
    )
    name = PlainTextField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="As it is shown.",
        error_messages={"required": "Write your name, as it is shown."},
    )
    title = PlainTextField(
        label="Job title",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    company = PlainTextField(
        label="Company",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="Shown only if it agrees.",
    )
    trade = forms.ChoiceField(
        label="Your industry",
        choices=Trade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your industry."},
    )
    relation = PlainTextField(
        label="How are you connected with us?",
        max_length=200,
        required=False,
        help_text="Such as “customer since 2019” or “partner”. It is shown beside your words.",
    )
    incentive = PlainTextField(
        label="Did you get anything for this?",
        max_length=200,
        required=False,
        help_text="A discount or a gift, from us or from others: it is shown beside your words. "
        "Leave it empty if you got nothing.",
    )

    def clean_text(self) -> str:
        """Reject text that is nested too deeply to be shown to moderators."""
        text: str = self.cleaned_data["text"]
        try:
            markup.render_limited(text)
        except markup.TooComplex as error:
            raise ValidationError(
                "This text is nested too deeply to be shown. Please write it more simply."
            ) from error
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") != Testimonial.Kind.VIDEO and given.get("text") == "":
            self.add_error("text", "Write your words, or choose to send a video.")
        return given

    @property
    def words(self) -> Words:
        names = Words.__dataclass_fields__
        return Words(**{name: self.cleaned_data[name] for name in names})


class ConsentForm(ReadForm):
    """Ticks of a guest who agrees; the page shows the stored words around the checkboxes."""

    noun = "consent"

    sites = forms.MultipleChoiceField(
        label="Websites",
        choices=site_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one website."},
    )
    channels = forms.MultipleChoiceField(
        label="Use",
        choices=Channel.choices,
        initial=[ON_SITE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one use."},
    )
    company_agrees = forms.BooleanField(label="My company agrees", required=False)
    agree = forms.BooleanField(
        label="I agree",
        error_messages={"required": "Tick “I agree”: without your consent we publish nothing."},
    )

    def edition_of(self, day: datetime) -> str:
        return consents.edition(day)

    @property
    def person_words(self) -> consents.Sentences:
        return consents.sentences(consents.Purpose.TESTIMONIAL, consents.ends_at())

    @property
    def company_words(self) -> consents.Sentences:
        return consents.sentences(consents.Purpose.COMPANY, consents.ends_at())

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.read_at is None and "agree" in given:
            self.add_error("agree", OTHER_WORDS)
        return given

    @property
    def answer(self) -> Answer:
        given = self.cleaned_data
        return Answer(
            frozenset(given["sites"]),
            frozenset(given["channels"]),
            company=given["company_agrees"],
            read_at=self.read_at,
        )


class GiveForm(WordsForm, ConsentForm):
    """A whole testimonial: words and consent."""

    noun = "testimonial"
    field_order = [*WordsForm.base_fields]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("company_agrees") and given.get("company") == "":
            self.add_error("company", "Write the company’s name, or untick that it agrees.")
        return given


class InvitedForm(GiveForm):
    """The form behind an invitation."""

    def __init__(self, testimonial: Testimonial, posted: QueryDict | None = None) -> None:
        initial = {"name": testimonial.name, "sites": [testimonial.brand.slug]}
        super().__init__(posted, initial=initial)
        self.testimonial = testimonial

    def check_open(self) -> None:
        if self.testimonial.state == State.INVITED and not self.testimonial.may_be_submitted:
            raise Refused(410, ENDED)


class OpenForm(GiveForm):
    """The form behind an open link, which anyone may have."""

    rate = "TESTIMONIAL_RATE"
    field_order = ["kind", "text", "name", "email"]

    email = EmailAddressField(
        help_text="Never shown. We mail you the link that changes or withdraws your testimonial.",
        error_messages={"required": "Write your e-mail address; it is never shown."},
    )
    person = forms.BooleanField(label=QUESTION, required=False)

    def __init__(self, link: OpenLink, posted: QueryDict | None = None) -> None:
        super().__init__(posted, initial={"sites": [link.brand.slug]})
        self.link = link
        self.form_scope = f"testimonial:{link.pk}"
        self.trap_name = rules.trap_name(self.form_scope)
        self.trap_value = posted.get(self.trap_name, "") if posted else ""

    def check_open(self) -> None:
        if self.link.closed_at is not None:
            raise Refused(410, LINK_CLOSED)

    def is_stored(self, key: UUID) -> bool:
        return Testimonial.objects.filter(key=key).exists()

    @property
    def asks_for_a_person(self) -> bool:
        """Whether the honeypot was filled in, so that the form asks for confirmation."""
        return self.is_bound and bool(self.trap_value)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.asks_for_a_person and not given.get("person"):
            self.add_error(
                "person",
                "A hidden field was filled in, perhaps by your browser. "
                "Did you write this yourself? Then tick the box and send it again.",
            )
        return given
