"""A drop-down list says what Django's own says, by a template that costs less."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template

pytestmark = pytest.mark.once
GROUPED = [("", "Please choose"), ("North", [("a", 'A "quoted" <b>'), (2, "Two & more")])]


def close_up(html):
    """Return `html` without the white space between its tags."""
    return re.sub(r">\s+<", "><", html.strip())


class WithTitles(forms.Select):
    """Options that have attributes of their own."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"title": 'Of "b"', "disabled": option["value"] == "a", "hidden": False}
        return option


@pytest.mark.parametrize("value", ["", "a", 2, "none of them"])
@pytest.mark.parametrize("widget", [forms.Select, WithTitles, forms.NullBooleanSelect])
def test_our_list_is_djangos_list(widget, value):
    select = widget(attrs={"required": True, "class": "wide"})
    if widget is not forms.NullBooleanSelect:
        select.choices = GROUPED
    ours = select.render("field", value, attrs={"id": "id_field"})
    djangos = select.render("field", value, attrs={"id": "id_field"}, renderer=DjangoTemplates())
    assert close_up(ours) == close_up(djangos)
    assert "<option" in ours


def test_it_is_our_template_that_is_used():
    assert "templates/django/forms" in get_template("django/forms/widgets/select.html").origin.name
