"""The letters about privacy requests. None holds a word of the visitor (P06)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands import directory
from contactatonce.brands.models import Brand, Office
from contactatonce.lib.mail import compose
from privacy.models import PrivacyRequest

from .request_links import status_token

# RFC 3834, and what Exchange reads instead: no out-of-office mail answers an automatic one.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
PRIVACY_ADDRESS = "privacy@contactatonce.com"  # P33


def confirmation(request: PrivacyRequest, secret: str) -> EmailMultiAlternatives:
    """Return the letter with the link that confirms a request; the same for every address."""
    path = reverse("privacy:request_confirm", args=[secret])
    return _letter("request_confirm", request, "confirm", {"link": f"{request.brand.origin}{path}"})


def news(request: PrivacyRequest, occasion: str) -> EmailMultiAlternatives:
    """Return the letter that tells of a step: confirmed, question, extension or closed."""
    return _letter("request_status", request, occasion, {"occasion": occasion})


def export_ready(request: PrivacyRequest) -> EmailMultiAlternatives:
    return _letter("request_export", request, "export", {})


def export_code(request: PrivacyRequest, code: str) -> EmailMultiAlternatives:
    """Return the letter with the code, which does not say what the code opens."""
    return _letter("request_code", request, "code", {"code": f"{code[:4]} {code[4:]}"})


def alarm(request: PrivacyRequest, days: int, officer: User) -> EmailMultiAlternatives:
    """Return the reminder to a privacy officer: a reference and a link, nothing else."""
    path = reverse("admin:privacy_privacyrequest_change", args=[request.pk])
    brand = request.brand
    return compose(
        "request_alarm",
        to=[officer.email],
        sender=(brand.mail_name, brand.mail_from),
        context={
            "request": request,
            "brand": brand,
            "days": days,
            "link": f"{_staff_origin(brand)}{path}",
        },
        message_id=f"alarm-{request.reference}-{days}-{officer.pk}@{brand.host}",
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def status_link(request: PrivacyRequest) -> str:
    path = reverse("privacy:request_status", args=[status_token(request)])
    return f"{request.brand.origin}{path}"


def _letter(
    letter: str, request: PrivacyRequest, occasion: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    brand = request.brand
    return compose(
        letter,
        to=[request.email],
        sender=(brand.mail_name, brand.mail_from),
        context={
            "request": request,
            "brand": brand,
            "offices": Office.objects.all(),
            "status_link": status_link(request),
            "privacy_address": PRIVACY_ADDRESS,
            **context,
        },
        message_id=f"request-{request.reference}-{occasion}@{brand.host}",
        headers=AUTOMATIC,
        reply_to=[PRIVACY_ADDRESS],
    )


def _staff_origin(brand: Brand) -> str:
    """Return where colleagues sign in: the corporate site, or else the one that was asked."""
    for site in directory.directory.get().brands:
        if site.kind == Brand.Kind.CORPORATE:
            return site.origin
    return brand.origin
