"""The inquiry form: the closed catalogue of questions, composed as staff chose for each site."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from contactatonce.lib import publicforms

from . import mailboxes, phones, spam
from .catalogue import ADDRESS_NEEDS, ADDRESS_PARTS, CATALOGUE, Question, country_choices
from .models import InquiryForm
from .models.inquiries import Answers
from .text import tidy_line, tidy_text

MULTILINE = {"message", "street"}
CONTACT_WAYS = (Question.EMAIL, Question.PHONE)


def choices(values: type[Any]) -> list[tuple[str, str]]:
    return [("", "Please choose"), *values.choices]


def autocomplete(token: str, **attrs: str) -> dict[str, str]:
    return {"autocomplete": token, **attrs}


@dataclass(frozen=True)
class Row:
    """What stands in one row of the form: a field, or a group of them under a legend."""

    fields: list[forms.BoundField]
    legend: str = ""
    reason: str = ""
    is_optional: bool = False  # as a whole: its fields are then not marked one by one


class InquiryAnswers(forms.Form):
    """Every question that may be asked (P09). A form is composed by leaving questions out."""

    template_name = "leads/includes/inquiry_form.html"

    subject = forms.ChoiceField(choices=choices(Answers.Subject))
    name = forms.CharField(max_length=200, widget=forms.TextInput(autocomplete("name")))
    email = forms.CharField(
        max_length=254,
        widget=forms.TextInput(autocomplete("email", type="email", spellcheck="false")),
    )
    phone = forms.CharField(max_length=120, widget=forms.TextInput(autocomplete("tel", type="tel")))
    company_name = forms.CharField(
        max_length=200, widget=forms.TextInput(autocomplete("organization"))
    )
    company_size = forms.ChoiceField(choices=choices(Answers.CompanySize))
    business_type = forms.ChoiceField(choices=choices(Answers.BusinessType))
    street = forms.CharField(
        label="Street and number",
        max_length=250,
        widget=forms.Textarea(autocomplete("street-address", rows="2")),
    )
    city = forms.CharField(
        label="City", max_length=120, widget=forms.TextInput(autocomplete("address-level2"))
    )
    region = forms.CharField(
        label="State or region",
        max_length=120,
        widget=forms.TextInput(autocomplete("address-level1")),
    )
    postal_code = forms.CharField(
        label="ZIP or postal code",
        max_length=20,
        widget=forms.TextInput(autocomplete("postal-code")),
    )
    country = forms.ChoiceField(
        label="Country", choices=country_choices, widget=forms.Select(autocomplete("country"))
    )
    message = forms.CharField(max_length=10_000, widget=forms.Textarea({"rows": "6"}))
    news = forms.CharField()
    email_kept = forms.CharField()  # the address that a suggestion was overruled for

    def __init__(
        self, composition: InquiryForm, posted: QueryDict | None = None, *, page: str = ""
    ) -> None:
        """Compose the form of `composition`; `posted` is what came in, `page` where it stands."""
        data = None if posted is None else self.tidy(posted)
        self.trap_value = posted.get(spam.trap_name(composition.scope), "") if posted else ""
        super().__init__(data, auto_id=f"{composition.slug}_%s")
        self.composition = composition
        self.page = page
        self.token = publicforms.placeholder(composition.scope)
        self.notice = ""
        self.email_to_confirm = ""
        self.rows = list(self.compose())

    @property
    def action(self) -> str:
        return reverse("leads:form", kwargs={"slug": self.composition.slug})

    @property
    def trap_name(self) -> str:
        return spam.trap_name(self.composition.scope)

    @property
    def news_value(self) -> str:
        """What the news box sends: which wording stood beside it."""
        return hashlib.sha256(self.composition.news_wording.encode()).hexdigest()[:16]

    @property
    def offers_news(self) -> bool:
        return self.composition.offers_news and "email" in self.fields

    @property
    def kept_email(self) -> str:
        """The address that a second sending keeps, whatever it looks like."""
        return self.email_to_confirm or self.data.get("email_kept", "")

    @property
    def news_is_ticked(self) -> bool:
        return self.is_bound and self.data.get("news") == self.news_value

    @property
    def summary(self) -> list[tuple[str, str]]:
        """For each error where it stands (an id) and what it says, in the order of the page."""
        return [
            (self[name].auto_id, str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

    @classmethod
    def tidy(cls, posted: Mapping[str, str]) -> dict[str, str]:
        """Return the catalogue's answers out of `posted`, the last of duplicates, made safe."""
        return {
            name: (tidy_text if name in MULTILINE else tidy_line)(posted[name])
            for name in cls.base_fields
            if name in posted
        }

    def compose(self) -> list[Row]:
        """Keep the chosen questions in their order, and see to it that an answer can arrive."""
        chosen = {question.question: question for question in self.composition.fields.all()}
        order = [Question(name) for name in chosen]
        if not set(CONTACT_WAYS) & set(order):
            order.insert(0, Question.EMAIL)
        if Question.MESSAGE not in order:
            order.append(Question.MESSAGE)
        ways = [way for way in CONTACT_WAYS if way in order]
        is_open_how = len(ways) == 2 and not any(chosen[way].is_required for way in ways)
        rows = []
        for question in order:
            entry, said = CATALOGUE[question], chosen.get(question)
            is_required = question is Question.MESSAGE or ways == [question]
            is_required = is_required or bool(said and said.is_required)
            label = (said and said.label) or entry.label
            reason = (said and said.reason) or entry.reason
            if question is Question.ADDRESS:
                rows.append(self.compose_address(label, reason, is_required))
                continue
            field = self.fields[question.value]
            field.label, field.help_text, field.required = label, reason, is_required
            field.error_messages["required"] = entry.missing
            is_either = question in ways and is_open_how
            if is_either:
                field.help_text += " An e-mail address or a phone number is enough."
            rows.append(Row([self[question.value]], is_optional=is_either))
        shown = [bound.name for row in rows for bound in row.fields]
        self.fields = {name: self.fields[name] for name in (*shown, "news", "email_kept")}
        self.fields["news"].required = self.fields["email_kept"].required = False
        return rows

    def compose_address(self, legend: str, reason: str, is_required: bool) -> Row:
        for part in ADDRESS_PARTS:
            field = self.fields[part]
            field.required = is_required and part in ADDRESS_NEEDS
            field.error_messages["required"] = f"Write the {part}."
        self.fields["country"].error_messages["required"] = "Choose the country."
        return Row([self[part] for part in ADDRESS_PARTS], legend, reason, not is_required)

    def clean_email(self) -> str:
        """Return the address; one that looks like a slip passes when it is sent a second time."""
        typed: str = self.cleaned_data["email"]
        if not typed:
            return ""
        try:
            address = mailboxes.parse(typed)
        except ValueError as error:
            raise ValidationError(
                "This is not an e-mail address yet: %(why)s Write it like name@example.com.",
                params={"why": str(error)},
            ) from error
        meant = mailboxes.suggestion(address)
        if meant and self.data.get("email_kept") != typed:
            self.email_to_confirm = typed
            raise ValidationError(
                "Did you mean %(meant)s? Correct it, or send the form again to keep %(typed)s.",
                params={"meant": meant, "typed": typed},
            )
        return address

    def clean_news(self) -> str:
        """Return the words that were agreed to, or "" if the box was left alone."""
        ticked: str = self.cleaned_data["news"]
        if not ticked or not self.offers_news:
            return ""
        if ticked != self.news_value:
            raise ValidationError(
                "The words beside this box have changed since you opened the page. "
                "Please read them again, and tick the box if you agree."
            )
        return self.composition.news_wording

    def clean(self) -> None:
        """Ask for a way to answer where every contact way was left empty."""
        asked = [way.value for way in CONTACT_WAYS if way.value in self.fields]
        if not any(self.cleaned_data.get(way) or way in self.errors for way in asked):
            self.add_error(
                asked[0],
                "Give an e-mail address or a phone number, so that our answer can reach you.",
            )

    def answers(self, regions: list[str]) -> dict[str, Any]:
        """Return the valid form's answers by the names of the model Answers.

        A phone number without country code is read in the country named, else in `regions`.
        """
        given = {name: value for name, value in self.cleaned_data.items() if value}
        given.pop("email_kept", None)
        given["news_wording"] = given.pop("news", "") if "email" in given else ""
        if "phone" in given:
            here = [given["country"]] if "country" in given else []
            given["phone_e164"] = phones.to_e164(given["phone"], [*here, *regions])
        return given
