"""Widgets of the inquiry forms."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_countries import countries


@lru_cache(maxsize=8)
def country_choices() -> tuple[tuple[str, str], ...]:
    """Return every country as (ISO 3166-1 code, name), by name; sorted once per process."""
    return (("", "Please choose"), *((code, str(name)) for code, name in countries))


class CountrySelect(forms.Select):
    """Select with all countries, rendered once per process and selected country.

    Django renders each of 250 options with a template: two thirds of the time of the contact page,
    for a list that is always the same.
    """

    template_name = "leads/widgets/country.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        known = any(value == code for code, _ in country_choices())
        context["widget"]["options"] = options(value if known else "")
        return context


@lru_cache
def options(chosen: str) -> SafeString:
    """Return the options with `chosen` (ISO 3166-1 code; "" for none) selected."""
    selected = mark_safe(" selected")
    rows = ((code, selected if code == chosen else "", name) for code, name in country_choices())
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
