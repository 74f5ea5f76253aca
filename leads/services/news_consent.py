"""Consent to follow-up news, given or withdrawn by the checkbox of an inquiry form."""

from leads.models import Inquiry
from leads.models.answers import Answers
from privacy.models import Consent
from privacy.outreach import consents


def source_of(inquiry: Inquiry) -> str:
    if inquiry.source != Inquiry.Source.FORM:
        return f"{inquiry.get_source_display()}, entered by staff, inquiry {inquiry.reference}"
    return f"Form {inquiry.form.slug}, inquiry {inquiry.reference}"


def give_consent(*, inquiry: Inquiry, said: Answers) -> None:
    """Store the consent with the exact wording beside the checkbox, if it was ticked."""
    if said.news_wording and said.email:
        consents.give(
            email=said.email,
            purpose=Consent.Purpose.NEWS,
            wording=said.news_wording,
            how=source_of(inquiry),
            where=inquiry.page,
            brand=inquiry.brand,
            given_at=said.received_at,
        )


def settle_consent(*, inquiry: Inquiry) -> None:
    """Make the consents match the visitor's latest answers: give one, withdraw others."""
    said = inquiry.latest
    given = Consent.objects.active().filter(
        given_how=source_of(inquiry), purpose=Consent.Purpose.NEWS
    )
    if said.news_wording:
        matching = given.filter(email_key=said.email_key, wording=said.news_wording)
        if not matching.exists():
            give_consent(inquiry=inquiry, said=said)
        given = given.exclude(email_key=said.email_key, wording=said.news_wording)
    given.withdraw()
