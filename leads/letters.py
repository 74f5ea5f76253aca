"""Letters about an inquiry: acknowledgement and answer to the visitor, notice to colleagues."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand

from .models import Activity, Answer, Event, Inquiry, Lead
from .models.answers import heading

CHOSEN = ("subject", "business_type", "company_size")  # what a notice says of an inquiry


def acknowledgement(inquiry: Inquiry) -> EmailMultiAlternatives:
    """Return the letter that confirms an inquiry and says by when we answer it.

    It holds nothing that the visitor typed but the e-mail address it goes to (P06): a form filled
    in with a stranger's e-mail address sends them no words of the sender. Replies reach a person.
    """
    brand = inquiry.brand
    message = compose(
        brand,
        "leads.inquiry_acknowledgement",
        to=inquiry.latest.email,
        message_id=acknowledgement_id(inquiry),
        context={"inquiry": inquiry},
    )
    message.reply_to = [reply_address(brand, inquiry.lead.reply_token)]
    return message


def notice(inquiry: Inquiry, colleague: User) -> EmailMultiAlternatives:
    """Return the letter that notifies a colleague of a new inquiry: its kind and a link.

    It holds no personal data: only answers that are choices of a list.
    """
    brand = inquiry.brand
    answers = {heading(name): inquiry.answer(name) for name in CHOSEN}
    path = reverse("admin:leads_lead_change", args=[inquiry.pk])
    return compose(
        brand,
        "leads.inquiry_notice",
        to=colleague.email,
        message_id=f"notice-{inquiry.reference}-{colleague.pk}@{brand.host}",
        context={
            "inquiry": inquiry,
            "facts": [(label, value) for label, value in answers.items() if value],
            "link": f"{settings.SIGN_IN_ORIGIN}{path}",
        },
    )


def attention(event: Event, colleague: User, number: int) -> EmailMultiAlternatives:
    """Return the letter that points out `event`; after a bulk assignment of `number` inquiries."""
    inquiry = event.lead.inquiry
    path = reverse("admin:leads_lead_change", args=[inquiry.pk])
    if number > 1:
        path = f"{reverse('admin:leads_lead_changelist')}?tab=mine"
    return compose(
        inquiry.brand,
        "leads.inquiry_attention",
        to=colleague.email,
        message_id=f"attention-{event.pk}-{colleague.pk}@{inquiry.brand.host}",
        context={
            "inquiry": inquiry,
            "event": event,
            "number": number,
            "link": f"{settings.SIGN_IN_ORIGIN}{path}",
        },
    )


def quarantine(first: Lead, number: int, colleague: User, event_id: int) -> EmailMultiAlternatives:
    """Return the letter that `number` inquiries wait in quarantine, `first` with its promise."""
    brand = first.inquiry.brand
    path = f"{reverse('admin:leads_lead_changelist')}?tab=quarantine"
    return compose(
        brand,
        "leads.quarantine_waits",
        to=colleague.email,
        message_id=f"quarantine-{event_id}-{colleague.pk}@{brand.host}",
        context={
            "inquiry": first.inquiry,
            "number": number,
            "link": f"{settings.SIGN_IN_ORIGIN}{path}",
        },
    )


def reminder(
    brand: Brand, colleague: User, steps: list[Activity], message_id: str
) -> EmailMultiAlternatives:
    """Return the letter about next steps that are due: kind and reference of each, and a link."""
    links = [
        (step, settings.SIGN_IN_ORIGIN + reverse("admin:leads_lead_change", args=[step.lead_id]))
        for step in steps
    ]
    return compose(
        brand,
        "leads.steps_due",
        to=colleague.email,
        message_id=message_id,
        context={"links": links, "number": len(steps)},
    )


def answer(written: Answer) -> EmailMultiAlternatives:
    """Return what a colleague wrote, threaded on the earlier letters (RFC 5322, section 3.6.4)."""
    lead = written.lead
    inquiry = lead.inquiry
    brand = inquiry.brand
    was_acknowledged = lead.events.filter(kind=Event.Kind.ACKNOWLEDGED).exists()
    earlier = [acknowledgement_id(inquiry)] if was_acknowledged else []
    sent = lead.answers.filter(sent_at__isnull=False, pk__lt=written.pk).order_by("pk")
    earlier += sent.values_list("message_id", flat=True)
    references = [f"<{message_id}>" for message_id in earlier]
    message = compose(
        brand,
        "leads.answer",
        to=written.to,
        message_id=written.message_id,
        context={"answer": written},
    )
    message.reply_to = [reply_address(brand, lead.reply_token)]
    message.extra_headers = {
        "Message-ID": f"<{written.message_id}>"
    }  # written by a person: not automatic
    if references:
        threading = {"In-Reply-To": references[-1], "References": " ".join(references)}
        message.extra_headers.update(threading)
    return message


def acknowledgement_id(inquiry: Inquiry) -> str:
    """Return the Message-ID that the answers to an inquiry refer to."""
    return f"inquiry-{inquiry.reference}@{inquiry.brand.host}"


def reply_address(brand: Brand, token: str) -> str:
    """Return the reply address of an inquiry (subaddress, RFC 5233)."""
    local, _, domain = brand.mail_from.partition("@")
    return f"{local}+{token}@{domain}"
