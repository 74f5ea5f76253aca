"""Compose a form from the questions that staff chose: its fields, their wording, their rows.

A form is composed once per reading of the database and shared by all requests.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django_countries.fields import CountryField

from contactatonce.lib.email_addresses import EmailAddressField, EmailField
from contactatonce.lib.text import PlainTextField
from moderation.rules import trap_name

from .models import FormField, InquiryForm
from .models.answers import ASKED, COLUMNS, QUESTIONS
from .models.questions import Question
from .widgets import CountrySelect, country_choices

EMAIL, PHONE, MESSAGE = "email", "phone", "message"
CONTACT_WAYS = (EMAIL, PHONE)


class SharedFields(dict[str, forms.Field]):
    """Form fields shared by all instances of a form; treat as read-only."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "SharedFields":
        return self


@dataclass(frozen=True)
class Row:
    """The fields shown in one row; with a legend they are a group."""

    names: tuple[str, ...]
    legend: str = ""
    reason: str = ""
    is_optional: bool = False  # as a whole: its fields are then not marked one by one


@dataclass(frozen=True)
class Composition:
    """A form as staff composed it, ready to render and to fill in."""

    form: InquiryForm
    fields: SharedFields
    rows: tuple[Row, ...]

    @property
    def offers_news(self) -> bool:
        return self.form.offers_news and "email" in self.fields

    @cached_property
    def news_value(self) -> str:
        """Value of the news checkbox: identifies the wording shown beside it."""
        return hashlib.sha256(self.form.news_wording.encode()).hexdigest()[:16]

    @cached_property
    def trap_name(self) -> str:
        return trap_name(self.form.scope)


def compose(form: InquiryForm) -> Composition:
    """Compose the chosen questions in order; always ask for a message and a way to reply."""
    chosen = {field.question: field for field in form.fields.all() if field.question in ASKED}
    order = list(chosen)
    if not set(CONTACT_WAYS) & set(order):
        order.insert(0, EMAIL)
    if MESSAGE not in order:
        order.append(MESSAGE)
    ways = [way for way in CONTACT_WAYS if way in order]
    is_either = len(ways) == 2 and not any(chosen[way].is_required for way in ways)
    fields: dict[str, forms.Field] = {}
    rows = []
    for name in order:
        own = chosen.get(name) or FormField(question=name)
        own.is_required |= name == MESSAGE or ways == [name]
        fields |= {column: field_for(column, own) for column in ASKED[name]}
        rows.append(row_for(own, fields, is_either and name in ways))
    fields["news"] = PlainTextField(max_length=32, required=False)
    # the e-mail address that a visitor kept although another one was suggested
    fields["email_kept"] = PlainTextField(max_length=254, required=False)
    return Composition(form, SharedFields(fields), tuple(rows))


def field_for(column: str, own: FormField) -> forms.Field:
    """Return the field for one column, worded as the question declares it."""
    question = QUESTIONS[column]
    field = bare_field(column, question)
    field.label, field.required = question.label, own.is_required and not question.is_optional
    if question.missing:
        field.error_messages["required"] = question.missing
    return field


def bare_field(column: str, question: Question) -> forms.Field:
    """Return a form field for the values of the column."""
    kept = COLUMNS[column]
    attrs = dict(question.attrs)
    if isinstance(kept, CountryField):
        return forms.ChoiceField(choices=country_choices, widget=CountrySelect(attrs))
    if kept.choices:
        choices = [("", "Please choose"), *kept.choices]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs))
    if isinstance(kept, EmailField):
        return EmailAddressField(widget=forms.TextInput(attrs))
    several = forms.Textarea({**attrs, "rows": str(question.lines)})
    widget = several if question.lines > 1 else forms.TextInput(attrs)
    return PlainTextField(max_length=kept.max_length, widget=widget)


def row_for(own: FormField, fields: dict[str, forms.Field], is_either: bool) -> Row:
    """Apply the wording of staff, or else the declared one, to one question; return its row."""
    columns = ASKED[own.question]
    question = QUESTIONS[columns[0]]
    entry = question.group or question
    label, reason = own.label or entry.label, own.reason or entry.reason
    if question.group:
        return Row(columns, label, reason, not own.is_required)
    if is_either:
        reason += " An e-mail address or a phone number is enough."
    field = fields[own.question]
    field.label, field.help_text = label, reason
    return Row(columns, is_optional=is_either)
