"""What the catalog's questions say unless a form says otherwise: label, reason, complaint."""

from dataclasses import dataclass
from functools import lru_cache

from django_countries import countries

from .models import FormField

Question = FormField.Question


@dataclass(frozen=True)
class Entry:
    """How one question is put: its label, why it is asked, and what is said when it is missing."""

    label: str
    reason: str
    missing: str


CATALOG = {
    Question.SUBJECT: Entry(
        "What is it about?",
        "So that your message goes straight to the right colleague.",
        "Choose what your message is about.",
    ),
    Question.NAME: Entry("Your name", "So that we know how to address you.", "Write your name."),
    Question.EMAIL: Entry(
        "E-mail address", "Our answer goes to this address.", "Write your e-mail address."
    ),
    Question.PHONE: Entry(
        "Phone",
        "For a call, if you would rather talk. Any way of writing it is fine.",
        "Write a phone number.",
    ),
    Question.COMPANY_NAME: Entry(
        "Company", "So that we know whom we are talking with.", "Write the name of your company."
    ),
    Question.COMPANY_SIZE: Entry(
        "Company size",
        "What suits three people seldom suits three hundred.",
        "Choose the size of your company.",
    ),
    Question.BUSINESS_TYPE: Entry(
        "Type of business",
        "So that our examples come from your trade.",
        "Choose your type of business.",
    ),
    Question.ADDRESS: Entry(
        "Mailing address", "To send you something by post.", "Write street, city and country."
    ),
    Question.MESSAGE: Entry(
        "Your message",
        "What would you like to know? A sentence or two is enough.",
        "Write what you would like to know.",
    ),
}

ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")
ADDRESS_NEEDS = ("street", "city", "country")  # states and postal codes do not exist everywhere


@lru_cache(maxsize=8)
def country_choices() -> tuple[tuple[str, str], ...]:
    """Return every country as (ISO 3166-1 code, name) by name; sorted once for each process."""
    return (("", "Please choose"), *((code, str(name)) for code, name in countries))
