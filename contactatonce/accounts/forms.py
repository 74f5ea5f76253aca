from allauth.account.forms import LoginForm, ResetPasswordKeyForm

from contactatonce.lib.email_addresses import normalize

from . import letters


class SignInForm(LoginForm):
    """The sign-in form; the address may be typed in any spelling."""

    def clean_login(self) -> str:
        return normalize(super().clean_login())


class SetPasswordByLinkForm(ResetPasswordKeyForm):
    """A new password by a mailed link; following it also verifies the e-mail address."""

    def save(self) -> None:
        super().save()
        letters.trust_address(self.user)
