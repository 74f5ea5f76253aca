"""Receipts of inquiries: a signed token names the inquiry, its form and the promised time."""

from datetime import UTC, datetime, timedelta

from django.core.signing import Signer
from django.utils import timezone

from contactatonce.brands.models import Brand

from .models import Inquiry, InquiryForm
from .services import open_forms
from .spool import AWAY

SPOOL_LASTS = timedelta(days=1)  # until then an inquiry may still wait in the spool of its host
signer = Signer(salt="leads.receipt")


def token_for(inquiry: Inquiry, *, is_spooled: bool = False) -> str:
    """Return the token of a receipt, with all that its page shows."""
    promised = int(inquiry.answer_by.timestamp())
    spooled = int(inquiry.received_at.timestamp()) if is_spooled else 0
    return signer.sign(f"{inquiry.reference}:{inquiry.form.scope}:{promised}:{spooled}")


def find(token: str, brand: Brand) -> Inquiry | None:
    """Return the inquiry that the receipt of `brand` names; BadSignature for a forged token.

    While the database is away, or does not have it from the spool yet, it is as the token says.
    """
    reference, site, slug, promised, spooled = signer.unsign(token).split(":")
    if site != brand.slug:
        return None
    composition = open_forms.find(brand, slug)
    promise = Inquiry(
        reference=reference,
        brand=brand,
        form=composition.form if composition else InquiryForm(brand=brand, slug=slug),
        answer_by=datetime.fromtimestamp(int(promised), tz=UTC),
    )
    inquiries = Inquiry.objects.select_related("form", "brand__calendar")
    try:
        stored = inquiries.filter(reference=reference, brand=brand).first()
    except AWAY:
        return promise
    until = datetime.fromtimestamp(int(spooled), tz=UTC) + SPOOL_LASTS
    return stored or (promise if timezone.now() < until else None)
