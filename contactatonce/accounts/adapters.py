"""Adapters for allauth: sign-up, mail, IP addresses and encrypted second factors."""

import hashlib
import ipaddress
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from contactatonce.lib.client_ip import client_ip, keyed_digest
from contactatonce.lib.email_addresses import normalize

from . import letters, sessions
from .models import User
from .tasks import send_letter

LETTERS = {
    "account/email/password_reset_key": letters.PASSWORD_RESET,
    "account/email/email_confirmation": letters.CONFIRM_ADDRESS,
    "account/email/email_confirmation_signup": letters.SIGN_UP,
    "account/email/account_already_exists": letters.ALREADY_EXISTS,
    "account/email/login_code": letters.SIGN_IN_CODE,
}


class AccountAdapter(DefaultAccountAdapter):
    """Send our letters, keep no IP address, and no session before someone is signed in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": "This e-mail address is already one of your account.",
        "email_password_mismatch": "The e-mail address or the password is not correct.",
        "email_taken": "Another account has this e-mail address.",
        "too_many_login_attempts": "Too many failed attempts. Please try again in five minutes.",
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data["display_name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def unstash_verified_email(self, request: HttpRequest) -> None:
        """Read no address from a session: allauth would store None there, and so start one."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_staff = getattr(request.user, "is_staff", False)
        return "/admin/" if is_staff else str(settings.LOGIN_REDIRECT_URL)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        is_in = self.request.user.is_authenticated
        return reverse("account") if is_in else f"{settings.LOGIN_URL}?confirmed=yes"

    def is_safe_url(self, url: str) -> bool:
        """Return whether `next` stays on this host; allauth would allow our other hosts too."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> Any:
        """Answer a sign-up or sign-in that waits for a mailed link without keeping a session."""
        clear_login(request)
        sessions.remember(request.session, False)
        raise ImmediateHttpResponse(redirect("account_email_verification_sent"))

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Store messages for signed-in users only: each would start a session."""
        if request.user.is_authenticated:
            super().add_message(request, *args, **kwargs)

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
        if user.is_staff:
            sessions.remember(request.session, False)
        return super().post_login(request, user, **kwargs)

    def generate_login_code(self) -> str:
        """Return the code of the letter that `send_mail` orders next."""
        self.request.code_letter_id = letters.new_letter_id()
        return letters.code_of(self.request.code_letter_id)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue a letter, so that no one waits for a mail server while signing in."""
        user = context.get("user") or User.objects.filter(email=normalize(email)).first()
        if user is None:
            return
        letter = LETTERS[template_prefix]
        is_code = letter == letters.SIGN_IN_CODE
        self.order(letter, user, letter_id=self.request.code_letter_id if is_code else "")

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
                self.order(letters.NOTICE, user, letters.EMAIL_IS_NEW)
            sessions.end(user, keep=self.request.session.session_key)
            self.order(letters.NOTICE, user, notice)

    def order(self, letter: str, user: User, notice: str = "", letter_id: str = "") -> None:
        """Enqueue a letter from the current site."""
        letter_id = letter_id or letters.new_letter_id()
        send_letter.enqueue(letter, user.pk, self.request.brand.pk, letter_id, notice)


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
