"""The forms of accounts; each reads an e-mail address like every other form."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.core import context
from django import forms
from django.db import transaction
from django.http import HttpRequest

from contactatonce.lib.email_addresses import EmailAddressField, normalize
from contactatonce.lib.saving import ChangesForm
from contactatonce.lib.text import PlainTextField

from . import letters, sessions
from .models import User
from .own_names import after_renaming, before_renaming, reads_like_ours

OUR_NAME = (
    "This reads like the name of one of our sites, or of someone who works here. "
    "Please choose another."
)
NAME_LENGTH = User._meta.get_field("display_name").max_length


class SignInNameField(EmailAddressField):
    """An account's e-mail address in its normal form, which is the sign-in name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": "E-mail address", **options})
        self.widget.attrs["autocomplete"] = "email"

    def clean(self, value: Any) -> str:
        return normalize(super().clean(value))


class DisplayNameField(PlainTextField):
    """The name that others see: one line without control characters."""

    def __init__(self) -> None:
        super().__init__(
            label="Your name",
            max_length=NAME_LENGTH,
            help_text="Shown beside what you write. It need not be your full name.",
        )
        self.widget.attrs["autocomplete"] = "name"


def foreign_name(name: str) -> str:
    """Return `name`; raise ValidationError if it reads like one of ours."""
    if reads_like_ours(name):
        raise forms.ValidationError(OUR_NAME)
    return name


class StaySignedInField(forms.BooleanField):
    """A box that makes the session last in this browser."""

    def __init__(self) -> None:
        super().__init__(label="Stay signed in on this device for 30 days", required=False)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = SignInNameField()
        self.fields["remember"] = StaySignedInField()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        sessions.remember(request.session, self.cleaned_data["remember"])
        return super().login(request, redirect_url)


class SignUpForm(SignupForm):
    """Address and name; a password is set by the mailed link, by the owner of the address alone."""

    email = SignInNameField()
    display_name = DisplayNameField()

    def clean_display_name(self) -> str:
        return foreign_name(self.cleaned_data["display_name"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"  # allauth writes its own
        # Its sign-in asks for a password only if this form does.
        del self.fields["password1"]


class RequestCodeForm(RequestLoginCodeForm):
    email = SignInNameField()


class SignInCodeForm(ConfirmLoginCodeForm):
    code = PlainTextField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    remember = StaySignedInField()

    def clean(self) -> Any:
        data = super().clean()
        if not self.errors:
            sessions.remember(context.request.session, self.cleaned_data["remember"])
        return data


class AddAddressForm(AddEmailForm):
    email = SignInNameField(label="New e-mail address")


class ForgottenPasswordForm(ResetPasswordForm):
    email = SignInNameField()


class DisplayNameForm(ChangesForm[User]):
    display_name = DisplayNameField()

    class Meta:
        model = User
        fields = ["display_name"]

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        if "display_name" not in self.changed_data:
            return name
        for check in before_renaming:
            check(self.instance)
        return name if self.instance.is_staff else foreign_name(name)

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save()
        for follow in after_renaming:
            follow(user)
        return user


class SetPasswordByLinkForm(ResetPasswordKeyForm):
    """A new password by a mailed link; following it also verifies the e-mail address."""

    def save(self) -> None:
        super().save()
        letters.trust_address(self.user)
