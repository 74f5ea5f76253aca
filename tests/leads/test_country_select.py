"""The country select renders the same options as Django's own."""

import re

import pytest
from django import forms

from leads.widgets import CountrySelect, country_choices

pytestmark = pytest.mark.once


def close_up(html):
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("value", [None, "", "US", "CI", "nowhere", "<b>"])
def test_options_match_djangos_country_list(value):
    attrs = {"autocomplete": "country", "aria-invalid": "true"}
    rendered = [
        widget.render("country", value, attrs={"id": "contact_country"})
        for widget in (CountrySelect(attrs), forms.Select(attrs, choices=country_choices()))
    ]
    ours, djangos = map(close_up, rendered)
    if value in {None, "", "nowhere", "<b>"}:  # Django leaves the choice to the browser: the first
        ours = ours.replace('<option value="" selected>', '<option value="">')
        djangos = djangos.replace('<option value="" selected>', '<option value="">')
    assert ours == djangos
    assert ours.count("<option") > 200


def test_only_the_given_country_is_selected():
    html = CountrySelect().render("country", "IE")
    assert re.findall(r'<option value="(\w*)" selected>', html) == ["IE"]
