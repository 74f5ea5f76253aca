"""The letters about privacy requests; none quotes the visitor (P06)."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands.letters import compose
from privacy.models import PrivacyRequest

from .request_links import status_token

PRIVACY_ADDRESS = "privacy@contactatonce.com"  # P33


def confirmation(request: PrivacyRequest, secret: str) -> EmailMultiAlternatives:
    """Return the letter with the link that confirms a request; the same for every address."""
    path = reverse("privacy:request_confirm", args=[secret])
    return _letter(
        "privacy.request_confirm", request, "confirm", {"link": f"{request.brand.origin}{path}"}
    )


def news(request: PrivacyRequest, occasion: str) -> EmailMultiAlternatives:
    """Return the letter that reports a step: confirmed, question, extension, lifting or closed."""
    return _letter("privacy.request_status", request, occasion, {"occasion": occasion})


def export_ready(request: PrivacyRequest) -> EmailMultiAlternatives:
    return _letter("privacy.request_export", request, "export", {})


def export_code(request: PrivacyRequest, code: str) -> EmailMultiAlternatives:
    """Return the letter with the code, which does not say what the code opens."""
    return _letter("privacy.request_code", request, "code", {"code": f"{code[:4]} {code[4:]}"})


def alarm(request: PrivacyRequest, days: int, officer: User) -> EmailMultiAlternatives:
    """Return the reminder to a privacy officer: only a reference and a link."""
    path = reverse("admin:privacy_privacyrequest_change", args=[request.pk])
    brand = request.brand
    return compose(
        brand,
        "privacy.request_alarm",
        to=officer.email,
        message_id=f"alarm-{request.reference}-{days}-{officer.pk}@{brand.host}",
        context={"request": request, "days": days, "link": f"{settings.SIGN_IN_ORIGIN}{path}"},
    )


def status_link(request: PrivacyRequest) -> str:
    path = reverse("privacy:request_status", args=[status_token(request)])
    return f"{request.brand.origin}{path}"


def _letter(
    letter: str, request: PrivacyRequest, occasion: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    brand = request.brand
    message = compose(
        brand,
        letter,
        to=request.email,
        message_id=f"request-{request.reference}-{occasion}@{brand.host}",
        context={
            "request": request,
            "status_link": status_link(request),
            "privacy_address": PRIVACY_ADDRESS,
            **context,
        },
    )
    message.reply_to = [PRIVACY_ADDRESS]
    return message
