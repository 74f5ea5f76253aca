"""The consent to follow-up news that an inquiry's box gives or takes back."""

from leads.models import Inquiry
from leads.models.answers import Answers
from privacy.models import Consent
from privacy.outreach import consents


def deed(inquiry: Inquiry) -> str:
    """Return what stands in a consent as the deed by which it was given."""
    return f"Form {inquiry.form.slug}, inquiry {inquiry.reference}"


def give_consent(*, inquiry: Inquiry, said: Answers) -> None:
    """Store the consent with the very words that stood beside the box, if it was ticked."""
    if said.news_wording and said.email:
        consents.give(
            email=said.email,
            purpose=Consent.Purpose.NEWS,
            wording=said.news_wording,
            how=deed(inquiry),
            where=inquiry.page,
            brand=inquiry.brand,
            given_at=said.received_at,
        )


def settle_consent(*, inquiry: Inquiry) -> None:
    """Make the inquiry's consents say what the visitor said last: give one, withdraw others."""
    said = inquiry.latest
    given = Consent.objects.active().filter(given_how=deed(inquiry), purpose=Consent.Purpose.NEWS)
    if said.news_wording:
        fitting = given.filter(email_key=said.email_key, wording=said.news_wording)
        if not fitting.exists():
            give_consent(inquiry=inquiry, said=said)
        given = given.exclude(email_key=said.email_key, wording=said.news_wording)
    given.withdraw()
