"""Adapters for allauth: sign-up, mail, IP addresses and encrypted second factors."""

import hashlib
import ipaddress
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from contactatonce.lib.client_ip import client_ip, keyed_digest
from contactatonce.lib.email_addresses import normalize

from . import letters, sessions
from .models import User
from .tasks import send_letter

LETTERS = {
    "account/email/password_reset_key": letters.PASSWORD_RESET,
    "account/email/email_confirmation": letters.CONFIRM_ADDRESS,
    "account/email/email_confirmation_signup": letters.CONFIRM_ADDRESS,
    "account/email/account_already_exists": letters.ALREADY_EXISTS,
}


class AccountAdapter(DefaultAccountAdapter):
    """Send our letters, keep no IP address, and let a setting open the sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_IS_OPEN)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_staff = getattr(request.user, "is_staff", False)
        return str(settings.LOGIN_REDIRECT_URL) if is_staff else "/"

    def clean_email(self, email: str) -> str:
        return normalize(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the key of rate limits: a keyed digest of the network, never an IP address."""
        address = ipaddress.ip_address(client_ip(request))
        prefix = settings.RATELIMIT_IPV6_MASK if address.version == 6 else address.max_prefixlen
        network = ipaddress.ip_network((address, prefix), strict=False)
        return str(keyed_digest(str(network).encode()).hexdigest())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords per account and network, so that no stranger locks anyone out."""
        return f"{normalize(credentials.get('email', ''))}:{self.get_client_ip(request)}"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Give the mailbox all its letters back: a stranger may have used them up."""
        letters.forget_limits(user.email)
        return super().post_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue a letter, so that no one waits for a mail server while signing in."""
        user = context.get("user") or User.objects.filter(email=normalize(email)).first()
        if user is not None:
            self.order(LETTERS[template_prefix], user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Notify an account's owner of a change, and end their other sessions.

        allauth's own mail would name an IP address. `email` is the address before a change.
        """
        notice = template_prefix.rpartition("/")[2]
        if notice == letters.PASSWORD_WAS_RESET:
            letters.forget_limits(user.email)
        with transaction.atomic():
            if notice == letters.EMAIL_CHANGED and email:
                user.keep_former_email(email)
            sessions.end(user, keep=self.request.session.session_key)
            self.order(letters.NOTICE, user, notice)

    def order(self, letter: str, user: User, notice: str = "") -> None:
        """Enqueue a letter from the current site."""
        brand = self.request.brand
        send_letter.enqueue(letter, user.pk, brand.pk, letters.new_letter_id(), notice)


class MfaAdapter(DefaultMFAAdapter):
    """Encrypt the secrets of second factors, so that the database alone does not reveal them."""

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; if its key was removed, a random one that no code matches."""
        try:
            return ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())


def ciphers() -> MultiFernet:
    """Return the cipher of the secret key, which also decrypts with the fallback keys."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factors {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
