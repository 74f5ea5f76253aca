"""Ada and Bob, whose data the privacy tests handle."""

import re
from datetime import datetime

from django.utils import timezone

from contactatonce.accounts.models import User
from leads.models import Answer, Company, Correction, Event, Lead, Person
from privacy.erasure import erasure
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from privacy.registry import Subject
from tests import factories

ADA = "ada.lovelace@example.com"
BOB = "bob.builder@example.com"


def subject(email: str = ADA) -> Subject:
    return subject_of(email)


def create_history(
    *,
    email: str = ADA,
    name: str = "Ada Lovelace",
    phone: str = "+1 (404) 555-0142",
    actor: User | None = None,
    received_at: datetime | None = None,
    company: Company | None = None,
) -> Lead:
    """Store an inquiry with everything that can hang on one, and return the work on it."""
    inquiry = factories.create_inquiry(
        email=email,
        name=name,
        phone=phone,
        phone_e164="+" + re.sub(r"\D", "", phone),
        company_name="Engines Ltd",
        message=f"Please call {name}.",
        received_at=received_at or timezone.now(),
    )
    person = Person.objects.create(name=name, email=email, phone=phone, company=company)
    lead = factories.create_lead(inquiry=inquiry, person=person, company=company, owner=actor)
    Correction.objects.create(
        inquiry=inquiry, email=email, name=name, message="Rather in the morning.", digest=""
    )
    Event.objects.create(
        lead=lead, kind=Event.Kind.NOTE, actor=actor, text=f"{name} rang", at=inquiry.received_at
    )
    Answer.objects.create(
        lead=lead,
        author=actor,
        to=email,
        subject="Your inquiry",
        body=f"Dear {name}",
        message_id=f"answer-{lead.pk}@www.contactatonce.com",
    )
    return lead


def erase(email: str = ADA, **options):
    """Erase a person as the privacy officer does: preview, execute that plan, sweep."""
    plan = plan_person(subject(email))
    done = erasure.execute(subject=subject(email), plan_hash=plan.digest, **options)
    return erasure.finish(done.pk)
