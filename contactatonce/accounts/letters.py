"""The letters of an account: what changed, and the link to continue."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from contactatonce.brands.letters import compose, send_once
from contactatonce.brands.models import Brand
from contactatonce.jobs.registry import GiveUp
from contactatonce.jobs.services import Uncertain
from contactatonce.lib.limits import DAY, HOUR, MailLimit

from .models import User

INVITATION = "accounts.invitation"
PASSWORD_RESET = "accounts.password_reset"  # noqa: S105  not a secret: a letter
SIGN_UP = "accounts.sign_up"
CONFIRM_ADDRESS = "accounts.confirm_address"
ALREADY_EXISTS = "accounts.already_exists"
NOTICE = "accounts.notice"
SIGN_IN_CODE = "accounts.sign_in_code"
EMAIL_CHANGED = "email_changed"  # this notice goes to the address before the change
EMAIL_IS_NEW = "email_is_new"
PASSWORD_WAS_RESET = "password_reset"  # noqa: S105  as above

CODE_SALT = "contactatonce.accounts.sign_in_code"
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # 20 that spell no word (RFC 8628, 6.1)

CAUSED_BY_ANYONE = {SIGN_UP, PASSWORD_RESET, CONFIRM_ADDRESS, ALREADY_EXISTS, SIGN_IN_CODE}
# Per mailbox, from all networks, until its owner signs in or resets the password.
# One limit for each letter: those without a link to sign in must not use up those with one.
MAILS = {letter: MailLimit(letter, ((3, HOUR), (10, DAY))) for letter in CAUSED_BY_ANYONE}

# allauth's name of a change -> how the letter says it.
NOTICES = {
    "email_changed": "The e-mail address of your account was changed.",
    EMAIL_IS_NEW: "This is now the e-mail address of your account.",
    "email_confirm": "An e-mail address of your account was confirmed.",
    "email_deleted": "An e-mail address was removed from your account.",
    "password_changed": "The password of your account was changed.",
    PASSWORD_WAS_RESET: "The password of your account was reset with a mailed link.",
    "password_set": "A password was set for your account.",
    "recovery_codes_generated": "New recovery codes were generated for your account.",
    "second_factor_reset": "An administrator removed the second factors of your account.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A passkey or security key was added to your account.",
    "webauthn_removed": "A passkey or security key was removed from your account.",
}


def deliver(letter: str, user_id: int, brand_id: int, letter_id: str, notice: str = "") -> None:
    """Send a letter once, unless the account was deleted or deactivated in the meantime."""
    user = User.objects.filter(pk=user_id).first()
    brand = Brand.objects.filter(pk=brand_id).first()
    if user is None or brand is None:
        return
    new = to_confirm(user) if letter == CONFIRM_ADDRESS and user.is_active else None
    to = new.email if new else recipient(user, notice)
    if not to:
        return
    if letter in MAILS and not MAILS[letter].take(to, letter_id):
        return  # the link in an earlier letter still works
    origin = settings.SIGN_IN_ORIGIN if user.is_staff else brand.origin
    try:
        send_once(
            f"account-letter:{letter_id}",
            lambda: compose(
                brand,
                letter,
                to=to,
                message_id=f"{letter_id}@{brand.host}",
                context={
                    "user": user,
                    "link": origin + link_for(letter, user, new),
                    "origin": origin,
                    "notice": NOTICES.get(notice, ""),
                    "code": code_of(letter_id),
                },
            ),
        )
    except Uncertain:
        raise  # staff may run it again
    except GiveUp:
        forget_former_address(user_id, to, notice)
        raise
    forget_former_address(user_id, to, notice)


def forget_former_address(user_id: int, email: str, notice: str) -> None:
    """Forget the e-mail address before a change when its notice has left, or never can."""
    if notice == EMAIL_CHANGED:
        User.objects.filter(pk=user_id, former_email=email).update(former_email="")


def recipient(user: User, notice: str) -> str:
    """Return the e-mail address of the account's owner for this letter, or "" if none is sent."""
    if notice == EMAIL_CHANGED:
        return user.former_email  # also to a deactivated account: it may have been taken over
    return user.email if user.is_active else ""


def forget_limits(email: str) -> None:
    """Let the windows of a mailbox begin again: its owner has just proved to be there."""
    for limit in MAILS.values():
        limit.release(email)


def to_confirm(user: User) -> EmailAddress:
    """Return the address to confirm: the one that `user` wants to change to, else their own."""
    new: EmailAddress | None = EmailAddress.objects.get_new(user)
    if new is not None:
        return new
    return EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )[0]


def link_for(letter: str, user: User, address: EmailAddress | None) -> str:
    """Return the path of the page that the letter links to; `address` is the one to confirm."""
    if letter in {INVITATION, SIGN_UP, PASSWORD_RESET}:
        return reverse(
            "account_reset_password_from_key",
            args=[user_pk_to_url_str(user), default_token_generator.make_token(user)],
        )
    if address is not None:
        return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    if letter == ALREADY_EXISTS:
        return reverse("account_reset_password")
    return reverse("account_login")


def code_of(letter_id: str) -> str:
    """Return the sign-in code in the letter of this id; the worker computes it, no job holds it."""
    number = int(salted_hmac(CODE_SALT, letter_id, algorithm="sha256").hexdigest(), 16)
    code = "".join(CODE_LETTERS[number // len(CODE_LETTERS) ** place % 20] for place in range(8))
    return f"{code[:4]}-{code[4:]}"


def new_letter_id() -> str:
    """Return a new id for one letter: it is sent once, however often its job runs."""
    return uuid.uuid4().hex


@transaction.atomic
def trust_address(user: User) -> None:
    """Mark the e-mail address of `user` as verified: they followed a link that was mailed to it."""
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email)
    if address.set_verified():
        address.set_as_primary()


def forget_addresses(user: User) -> None:
    """Forget verified e-mail addresses; call it when the e-mail address of the account changes."""
    EmailAddress.objects.filter(user=user).delete()
