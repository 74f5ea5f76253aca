"""The forms of accounts that take an e-mail address; each reads it like every other form."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)

from contactatonce.lib.email_addresses import EmailAddressField, normalize

from . import letters


class SignInNameField(EmailAddressField):
    """An account's e-mail address in its normal form, which is the sign-in name."""

    def clean(self, value: Any) -> str:
        return normalize(super().clean(value))


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = SignInNameField(label=self.fields["login"].label)


class SignUpForm(SignupForm):
    email = SignInNameField(label="Email")


class AddAddressForm(AddEmailForm):
    email = SignInNameField(label="Email")


class ForgottenPasswordForm(ResetPasswordForm):
    email = SignInNameField(label="Email")


class SetPasswordByLinkForm(ResetPasswordKeyForm):
    """A new password by a mailed link; following it also verifies the e-mail address."""

    def save(self) -> None:
        super().save()
        letters.trust_address(self.user)
