from allauth.account.forms import ResetPasswordKeyForm

from . import letters


class SetPasswordByLinkForm(ResetPasswordKeyForm):
    """A new password by a mailed link; who can follow the link has proved the address as well."""

    def save(self) -> None:
        super().save()
        letters.trust_address(self.user)
