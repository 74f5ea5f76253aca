"""The letters of an inquiry: acknowledgement and answer to the visitor, notice to colleagues."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands import directory
from contactatonce.brands.models import Brand, Office
from contactatonce.lib.mail import compose

from .models import Answer, Event, Inquiry

# RFC 3834, and what Exchange reads instead: no out-of-office mail answers an automatic one.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def acknowledgement(inquiry: Inquiry) -> EmailMultiAlternatives:
    """Return the letter that says: it has arrived, and by when we answer.

    It holds nothing that the visitor typed but the address that it goes to (P06): whoever writes a
    stranger's address into a form can send him nothing of his own. A reply reaches a person.
    """
    brand = inquiry.brand
    return compose(
        "inquiry_acknowledgement",
        to=[inquiry.latest.email],
        sender=(brand.mail_name, brand.mail_from),
        context={"inquiry": inquiry, "brand": brand, "offices": Office.objects.all()},
        message_id=acknowledgement_id(inquiry),
        headers=AUTOMATIC,
        reply_to=[reply_address(brand, inquiry.lead.reply_token)],
    )


def notice(inquiry: Inquiry, colleague: User) -> EmailMultiAlternatives:
    """Return the letter that tells a colleague of a new inquiry: its reference and a link."""
    brand = inquiry.brand
    path = reverse("admin:leads_lead_change", args=[inquiry.pk])
    return compose(
        "inquiry_notice",
        to=[colleague.email],
        sender=(brand.mail_name, brand.mail_from),
        context={"inquiry": inquiry, "brand": brand, "link": f"{staff_origin(brand)}{path}"},
        message_id=f"notice-{inquiry.reference}-{colleague.pk}@{brand.host}",
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def answer(written: Answer) -> EmailMultiAlternatives:
    """Return what a member of staff answers, threaded on what was sent before (RFC 5322, 3.6.4)."""
    lead = written.lead
    inquiry = lead.inquiry
    brand = inquiry.brand
    was_acknowledged = lead.events.filter(kind=Event.Kind.ACKNOWLEDGED).exists()
    earlier = [acknowledgement_id(inquiry)] if was_acknowledged else []
    sent = lead.answers.filter(sent_at__isnull=False, pk__lt=written.pk).order_by("pk")
    earlier += sent.values_list("message_id", flat=True)
    references = [f"<{message_id}>" for message_id in earlier]
    return compose(
        "answer",
        to=[written.to],
        sender=(brand.mail_name, brand.mail_from),
        context={"answer": written, "brand": brand, "offices": Office.objects.all()},
        message_id=written.message_id,
        headers=(
            {"In-Reply-To": references[-1], "References": " ".join(references)}
            if references
            else None
        ),
        reply_to=[reply_address(brand, lead.reply_token)],
    )


def acknowledgement_id(inquiry: Inquiry) -> str:
    """Return the Message-ID on which the answers to an inquiry thread."""
    return f"inquiry-{inquiry.reference}@{inquiry.brand.host}"


def reply_address(brand: Brand, token: str) -> str:
    """Return the address under which a reply finds its inquiry (RFC 5233 subaddress)."""
    local, _, domain = brand.mail_from.partition("@")
    return f"{local}+{token}@{domain}"


def staff_origin(brand: Brand) -> str:
    """Return where colleagues sign in: the corporate site, or else the one that was asked."""
    for site in directory.directory.get().brands:
        if site.kind == Brand.Kind.CORPORATE:
            return site.origin
    return brand.origin
