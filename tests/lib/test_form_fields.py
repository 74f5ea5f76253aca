"""Every field of every form of ours tidies texts and refuses dates that are far away."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from contactatonce.accounts.models import User
from contactatonce.lib.public_forms import PublicForm


def subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def forms_of_admin() -> Iterator[type[forms.BaseForm]]:
    """Yield the form of each model and inline in the admin, as a superuser gets it."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True)
    for model_admin in admin.site._registry.values():
        may_add, may_change = model_admin.has_add_permission, model_admin.has_change_permission
        if not (may_add(request) or may_change(request)):
            continue
        yield model_admin.get_form(request)
        for inline in model_admin.get_inline_instances(request):
            yield inline.get_formset(request).form


def forms_of_staff() -> Iterator[type[forms.BaseForm]]:
    """Yield each form of ours: those of the admin as it makes them, and all others."""
    of_admin = list(forms_of_admin())
    yield from of_admin
    for form in subclasses(forms.BaseForm):
        is_ours = not form.__module__.startswith(("django", "allauth", "tests"))
        if is_ours and not any(issubclass(each, form) for each in of_admin):
            yield form


def fields_of(kinds: Iterator[type[forms.BaseForm]]) -> Iterator[tuple[str, forms.Field]]:
    """Yield the name and field of each input that people see."""
    import_module("contactatonce.urls")  # which imports the forms
    for kind in kinds:
        for name, field in getattr(kind, "base_fields", {}).items():
            is_secret = isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
            if not is_secret and name != "username":  # for which no page asks
                yield f"{kind.__name__}.{name}", field


def cleaned(field: forms.Field, *typed: str) -> str:
    """Return what `field` makes of an input, or nothing if it is refused."""
    value = list(typed) if isinstance(field, forms.MultiValueField) else typed[0]
    try:
        return str(field.clean(value))
    except ValidationError:
        return ""


def texts(kinds: Iterator[type[forms.BaseForm]]) -> list[tuple[str, forms.Field]]:
    return [each for each in fields_of(kinds) if isinstance(each[1], forms.CharField)]


def test_every_text_of_a_public_form_is_tidied():
    found = texts(subclasses(PublicForm))
    assert len(found) > 5
    assert [name for name, field in found if "\u202e" in cleaned(field, "a\u202eb")] == []


@pytest.mark.django_db
def test_every_text_of_a_form_for_staff_is_tidied():
    found = texts(forms_of_staff())
    assert {"PostForm.body", "PageForm.title", "RichTextForm.text"} <= dict(found).keys()
    assert [name for name, field in found if "\u202e" in cleaned(field, "a\u202eb")] == []


@pytest.mark.django_db
def test_every_date_of_a_form_is_in_a_plausible_year():
    kinds = forms.DateField | forms.DateTimeField | forms.SplitDateTimeField
    dates = [each for each in fields_of(forms_of_staff()) if isinstance(each[1], kinds)]
    assert {"EnterForm.received_at", "NoticeForm.starts_at"} <= dict(dates).keys()
    assert [name for name, field in dates if not cleaned(field, "2026-12-31", "12:00")] == []
    for far in ("9999-12-31", "0001-01-02"):
        assert [name for name, field in dates if cleaned(field, far, "12:00")] == []
