"""Every form reads e-mail addresses alike; the forms are collected, so that none is forgotten."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.utils import get_form_class
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from contactatonce.accounts.forms import SignInNameField
from contactatonce.accounts.models import User
from contactatonce.lib.admin import AddOnlyAdmin
from contactatonce.lib.email_addresses import EmailAddressField, EmailField
from leads.form_fields import compose
from leads.models import InquiryForm
from leads.seed import load_forms
from tests.base import SiteTestCase
from tests.email_corpus import INVALID, SPELLINGS
from tests.test_conventions import HOUSE, our_models, python_files

# Forms of allauth that take an address -> how the settings name them, or the page that is closed.
ALLAUTH = {
    "AddEmailForm": "add_email",
    "BaseSignupForm": "signup",
    "LoginForm": "login",
    "RequestLoginCodeForm": "request_login_code",
    "ResetPasswordForm": "reset_password",
    "SignupForm": "signup",
}
CLOSED = {
    "ChangeEmailForm": "account_change_email",
}
OTHER_WAYS = re.compile(
    r"\b(validate_email|EmailValidator|parseaddr|getaddresses|normalize_email|idna)\b"
    r"|\b(forms|models|widgets)\.Email\w+|\bemail__i(exact|contains)\b"
)
NO_ADDRESS = {"email_kept"}  # what a visitor typed, compared and never sent to


def is_address(name: str, field: forms.Field) -> bool:
    if isinstance(field, forms.EmailField | EmailAddressField):
        return True
    return ("email" in name and name not in NO_ADDRESS) or name == "login"


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Yield every form class in our code."""
    for house in HOUSE:
        package = importlib.import_module(house)
        for module in pkgutil.walk_packages(package.__path__, f"{house}."):
            if ".migrations" not in module.name and ".gunicorn" not in module.name:
                importlib.import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        children = waiting.pop().__subclasses__()
        waiting += children
        yield from (child for child in children if child.__module__.startswith(HOUSE))


def admin_forms() -> Iterator[type[forms.BaseForm]]:
    """Yield the form of every page of the admin that adds or changes a row, and its inlines'."""
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)
    for model, model_admin in admin.site._registry.items():
        rows = [None] if model_admin.has_add_permission(request) else []
        is_changed = not isinstance(model_admin, AddOnlyAdmin)  # those have pages of their own
        if is_changed and model_admin.has_change_permission(request, model()):
            rows.append(model())
        for row in rows:
            yield model_admin.get_form(request, row, change=row is not None)
            for inline in model_admin.get_inline_instances(request, row):
                yield inline.get_formset(request, row).form


def address_fields() -> dict[str, forms.Field]:
    """Return every field for an e-mail address, by its form."""
    found: dict[str, dict[str, forms.Field]] = {
        f"{form.__module__}.{form.__qualname__}": getattr(form, "base_fields", {})
        for form in [*form_classes(), *admin_forms()]
    }
    for each in ALLAUTH.values():
        form: Any = get_form_class(app_settings.FORMS, each, None)
        found[f"allauth {each}"] = form().fields
    load_forms()
    for own in InquiryForm.objects.all():
        found[f"inquiry {own.slug}"] = compose(own).fields
    return {
        f"{form}: {name}": field
        for form, fields in found.items()
        for name, field in fields.items()
        if is_address(name, field)
    }


class FormsTestCase(SiteTestCase):
    def test_every_form_reads_the_same_addresses(self):
        fields = address_fields()
        assert len(fields) >= 20, sorted(fields)
        for name, field in fields.items():
            with self.subTest(name):
                assert isinstance(field, EmailAddressField), type(field)
                assert field.widget.input_type == "text", "Chromium rewrites type=email"
                is_key = isinstance(field, SignInNameField)
                for typed, kept, key in SPELLINGS:
                    assert field.clean(typed) == (key if is_key else kept), typed
                for typed in INVALID:
                    with self.assertRaises(ValidationError, msg=typed):
                        field.clean(typed)

    def test_every_form_of_allauth_is_ours_or_closed(self):
        theirs = {
            name
            for name, form in vars(allauth_forms).items()
            if isinstance(form, type)
            and issubclass(form, forms.BaseForm)
            and form.__module__ == allauth_forms.__name__
            and any(isinstance(field, forms.EmailField) for field in form.base_fields.values())
        }
        assert theirs - set(ALLAUTH) <= set(CLOSED)
        for page in CLOSED.values():
            with self.assertRaises(NoReverseMatch):
                reverse(page)

    def test_every_column_is_read_by_the_same_field(self):
        for model in our_models():
            for column in model._meta.concrete_fields:
                if column.name in {"email", "mail_from"}:
                    assert isinstance(column, EmailField), column

    def test_no_other_code_reads_or_folds_addresses(self):
        found = {
            (file.name, match[0])
            for file in python_files(*HOUSE)
            if file.name != "email_addresses.py"
            for match in OTHER_WAYS.finditer(file.read_text())
        }
        assert found == set()
