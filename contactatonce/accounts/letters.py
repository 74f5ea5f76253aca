"""The letters of an account: that something happened, and the link by which to go on."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from contactatonce.brands.models import Brand
from contactatonce.jobs.services import once
from contactatonce.lib.mail import compose

from .models import User

INVITATION = "account-invitation"
PASSWORD_RESET = "account-password-reset"  # noqa: S105  a template's name
CONFIRM_ADDRESS = "account-confirm-address"
ALREADY_EXISTS = "account-already-exists"
NOTICE = "account-notice"

# What allauth calls a change of an account -> how the person reads it.
NOTICES = {
    "email_changed": "The e-mail address of your account was changed.",
    "email_confirm": "An e-mail address of your account was confirmed.",
    "email_deleted": "An e-mail address was removed from your account.",
    "password_changed": "The password of your account was changed.",
    "password_reset": "The password of your account was set anew by a link in a mail.",
    "password_set": "A password was set for your account.",
    "recovery_codes_generated": "New recovery codes were made for your account.",
    "second_factor_reset": "An administrator removed the second factors of your account.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A passkey or security key was added to your account.",
    "webauthn_removed": "A passkey or security key was removed from your account.",
}


def send(letter: str, user_id: int, brand_id: int, letter_id: str, notice: str = "") -> None:
    """Write the letter and hand it over; nothing is sent to somebody who is gone or deactivated.

    Links are made here and not when the letter is ordered, so that no waiting job holds a token.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    brand = Brand.objects.filter(pk=brand_id).first()
    if user is None or brand is None:
        return
    with once(f"account-letter:{letter_id}") as is_due:
        if is_due:
            compose(
                letter,
                to=[user.email],
                sender=(brand.mail_name, brand.mail_from),
                context={
                    "brand": brand,
                    "name": user.display_name,
                    "link": brand.origin + link_for(letter, user),
                    "notice": NOTICES.get(notice, ""),
                },
                message_id=f"{letter_id}@{brand.host}",
                headers={"Auto-Submitted": "auto-generated"},
            ).send()


def link_for(letter: str, user: User) -> str:
    """Return the path that the letter leads to."""
    if letter in {INVITATION, PASSWORD_RESET}:
        return reverse(
            "account_reset_password_from_key",
            args=[user_pk_to_url_str(user), default_token_generator.make_token(user)],
        )
    if letter == CONFIRM_ADDRESS:
        address, _ = EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True}
        )
        return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    if letter == ALREADY_EXISTS:
        return reverse("account_reset_password")
    return reverse("account_login")


def new_letter_id() -> str:
    """Return the id under which one letter is sent once, however often its job runs."""
    return uuid.uuid4().hex


@transaction.atomic
def trust_address(user: User) -> None:
    """Note that `user` reads the mail of the account's address: the link in it was followed."""
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email)
    if address.set_verified():
        address.set_as_primary()


def forget_addresses(user: User) -> None:
    """Forget which addresses were confirmed, because the account has got another one."""
    EmailAddress.objects.filter(user=user).delete()
