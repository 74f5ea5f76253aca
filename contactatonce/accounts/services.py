"""Actions of administrators on accounts."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet

from contactatonce.brands.models import Brand

from . import letters, sessions
from .models import User
from .tasks import send_letter

HIGHEST = "Administrator"
COMPANY = "contact-at-once@company.invalid"  # RFC 2606: no mail arrives, so no one can sign in
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def administrators() -> QuerySet[User]:
    """Return the active users who can give and take every role."""
    appointed = User.groups.through.objects.filter(group__name=HIGHEST).values("user_id")
    may = Q(is_superuser=True) | Q(pk__in=appointed)
    return User.objects.filter(may, is_active=True, is_staff=True)


def invite(*, user: User, brand: Brand) -> None:
    """Enqueue the letter with which `user` sets a password; its link leads to `brand`."""
    send_letter.enqueue(letters.INVITATION, user.pk, brand.pk, letters.new_letter_id())


@transaction.atomic
def report_new_email(*, user: User, old: str, brand: Brand, keep: str | None) -> None:
    """Report a changed e-mail address to the old and the new one, and sign `user` out everywhere.

    The new address must be confirmed. `keep` is the key of a session that stays.
    """
    user.keep_former_email(old)
    letters.forget_addresses(user)
    sessions.end(user, keep=keep)
    for notice in (letters.EMAIL_CHANGED, letters.EMAIL_IS_NEW):
        send_letter.enqueue(letters.NOTICE, user.pk, brand.pk, letters.new_letter_id(), notice)


@transaction.atomic
def reset_second_factor(*, user: User, brand: Brand, keep: str | None) -> bool:
    """Remove all second factors of `user`, sign them out everywhere and notify them.

    Return False if there were none. `keep` is the key of a session that stays.
    """
    removed = bool(Authenticator.objects.filter(user=user).delete()[0])
    if removed:
        sessions.end(user, keep=keep)
        send_letter.enqueue(
            letters.NOTICE, user.pk, brand.pk, letters.new_letter_id(), "second_factor_reset"
        )
    return removed


def company_account() -> User:
    """Return the account under which the company itself writes; no one can sign in to it."""
    found = User.objects.filter(email=COMPANY).first()
    return found or User.objects.create_user(
        COMPANY, display_name="Contact At Once!", is_staff=True
    )
