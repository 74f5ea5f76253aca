"""From the catalog to one form: which fields it has, how they read, and in which rows they stand.

A form is composed once for each reading of the database and then shared by all requests.
"""

import hashlib
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from contactatonce.lib.text import PlainTextField
from moderation.rules import trap_name

from .catalog import ADDRESS_NEEDS, ADDRESS_PARTS, CATALOG, Question, country_choices
from .models import FormField, InquiryForm
from .models.inquiries import Answers
from .widgets import CountrySelect

CONTACT_WAYS = (Question.EMAIL, Question.PHONE)


def choices(values: type[Any]) -> list[tuple[str, str]]:
    return [("", "Please choose"), *values.choices]


def autocomplete(token: str, **attrs: str) -> dict[str, str]:
    return {"autocomplete": token, **attrs}


class Catalog(forms.Form):
    """Every question that may be asked (P09). A form is composed by leaving questions out."""

    subject = forms.ChoiceField(choices=choices(Answers.Subject))
    name = PlainTextField(max_length=200, widget=forms.TextInput(autocomplete("name")))
    email = PlainTextField(
        max_length=254,
        widget=forms.TextInput(autocomplete("email", type="email", spellcheck="false")),
    )
    phone = PlainTextField(max_length=120, widget=forms.TextInput(autocomplete("tel", type="tel")))
    company_name = PlainTextField(
        max_length=200, widget=forms.TextInput(autocomplete("organization"))
    )
    company_size = forms.ChoiceField(choices=choices(Answers.CompanySize))
    business_type = forms.ChoiceField(choices=choices(Answers.BusinessType))
    street = PlainTextField(
        label="Street and number",
        error_messages={"required": "Write street and number."},
        max_length=250,
        widget=forms.Textarea(autocomplete("street-address", rows="2")),
    )
    city = PlainTextField(
        label="City",
        error_messages={"required": "Write the city."},
        max_length=120,
        widget=forms.TextInput(autocomplete("address-level2")),
    )
    region = PlainTextField(
        label="State or region",
        max_length=120,
        widget=forms.TextInput(autocomplete("address-level1")),
    )
    postal_code = PlainTextField(
        label="ZIP or postal code",
        max_length=20,
        widget=forms.TextInput(autocomplete("postal-code")),
    )
    country = forms.ChoiceField(
        label="Country",
        error_messages={"required": "Choose the country."},
        choices=country_choices,
        widget=CountrySelect(autocomplete("country")),
    )
    message = PlainTextField(max_length=10_000, widget=forms.Textarea({"rows": "6"}))
    news = PlainTextField(max_length=32)
    email_kept = PlainTextField(max_length=254)  # the address that a suggestion was overruled for


class SharedFields(dict[str, forms.Field]):
    """The fields of a form that all its instances use: none is changed once it is composed."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "SharedFields":
        return self


@dataclass(frozen=True)
class Row:
    """Which fields stand in one row; with a legend they are a group."""

    names: tuple[str, ...]
    legend: str = ""
    reason: str = ""
    is_optional: bool = False  # as a whole: its fields are then not marked one by one


@dataclass(frozen=True)
class Composition:
    """A form as staff composed it, ready to be shown and to be filled in."""

    form: InquiryForm
    fields: SharedFields
    rows: tuple[Row, ...]

    @property
    def offers_news(self) -> bool:
        return self.form.offers_news and "email" in self.fields

    @cached_property
    def news_value(self) -> str:
        """What the news box sends: which wording stood beside it."""
        return hashlib.sha256(self.form.news_wording.encode()).hexdigest()[:16]

    @cached_property
    def trap_name(self) -> str:
        return trap_name(self.form.scope)


def compose(form: InquiryForm) -> Composition:
    """Keep the chosen questions in their order, and see to it that an answer can arrive."""
    chosen = {Question(field.question): field for field in form.fields.all()}
    order = list(chosen)
    if not set(CONTACT_WAYS) & set(order):
        order.insert(0, Question.EMAIL)
    if Question.MESSAGE not in order:
        order.append(Question.MESSAGE)
    ways = [way for way in CONTACT_WAYS if way in order]
    is_either = len(ways) == 2 and not any(chosen[way].is_required for way in ways)
    fields = deepcopy(Catalog.base_fields)
    rows = []
    for question in order:
        said = chosen.get(question)
        is_required = (
            question is Question.MESSAGE or ways == [question] or bool(said and said.is_required)
        )
        rows.append(put(question, said, fields, is_required, is_either and question in ways))
    shown = [name for row in rows for name in row.names]
    fields["news"].required = fields["email_kept"].required = False
    kept = SharedFields({name: fields[name] for name in (*shown, "news", "email_kept")})
    return Composition(form, kept, tuple(rows))


def put(
    question: Question,
    said: FormField | None,
    fields: dict[str, forms.Field],
    is_required: bool,
    is_either: bool,
) -> Row:
    """Word one question as the form says it, else as the catalog does, and return its row."""
    entry = CATALOG[question]
    label = (said and said.label) or entry.label
    reason = (said and said.reason) or entry.reason
    if question is Question.ADDRESS:
        for part in ADDRESS_PARTS:
            fields[part].required = is_required and part in ADDRESS_NEEDS
        return Row(ADDRESS_PARTS, label, reason, not is_required)
    if is_either:
        reason += " An e-mail address or a phone number is enough."
    field = fields[question.value]
    field.label, field.help_text, field.required = label, reason, is_required
    field.error_messages["required"] = entry.missing
    return Row((question.value,), is_optional=is_either)
