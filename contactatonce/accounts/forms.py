"""Forms of allauth's pages; each takes an e-mail address in any spelling, as ours do."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm

from contactatonce.lib.email_addresses import EmailAddressField, normalize

from . import letters


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailAddressField(widget=self.fields["login"].widget)

    def clean_login(self) -> str:
        return normalize(super().clean_login())


class ResetForm(ResetPasswordForm):
    email = EmailAddressField(widget=ResetPasswordForm.base_fields["email"].widget)


class AddressForm(AddEmailForm):
    email = EmailAddressField(widget=AddEmailForm.base_fields["email"].widget)


class SetPasswordByLinkForm(ResetPasswordKeyForm):
    """A new password by a mailed link; following it also verifies the e-mail address."""

    def save(self) -> None:
        super().save()
        letters.trust_address(self.user)
