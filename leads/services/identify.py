"""Recognize the person behind an inquiry; a submission never changes a known person."""

from contactatonce.lib.email_addresses import normalize
from leads.models import Company, Event, Inquiry, Lead, Person
from leads.models.answers import Answers
from leads.models.people import fold_name


def identify(*, inquiry: Inquiry) -> None:
    """Link the inquiry's lead to its person and company, once; create them if new.

    By e-mail address where one was given, by phone number only where none was: a phone is often
    shared by an office. Must run inside a transaction.
    """
    lead = Lead.objects.select_for_update().get(pk=inquiry.pk)
    if lead.events.filter(kind=Event.Kind.IDENTIFIED).exists():
        return
    said = inquiry.latest
    company = find_or_create_company(said)
    person, cause = find_or_create_person(said, company)
    Lead.objects.filter(pk=lead.pk).update(
        person=lead.person or person,
        company=lead.company or company,
    )
    if person is not None:
        Event.objects.create(lead=lead, kind=Event.Kind.IDENTIFIED, cause=cause)


def earlier_sender(key: str) -> Person | None:
    """Return the person of the latest inquiry from the e-mail address `key`.

    After two people were merged, only one of their addresses is that of a person.
    """
    leads = Lead.objects.filter(inquiry__email_key=key, person__isnull=False)
    newest = leads.order_by("-pk").select_related("person").first()
    return newest.person if newest else None


def find_or_create_company(said: Answers) -> Company | None:
    """Return the company of that name, whatever its spelling."""
    key = fold_name(said.company_name)
    if not key:
        return None
    company, _ = Company.objects.get_or_create(
        name_key=key,
        defaults={
            "name": said.company_name,
            "size": said.company_size,
            "business_type": said.business_type,
        },
    )
    return company


def find_or_create_person(said: Answers, company: Company | None) -> tuple[Person | None, str]:
    """Return the person, and the attribute that identified them."""
    facts = {
        "name": said.name,
        "email": said.email,
        "phone": said.phone,
        "phone_e164": said.phone_e164,
        "company": company,
    }
    if key := normalize(said.email):
        known = Person.objects.filter(email_key=key).first() or earlier_sender(key)
        if known is not None:
            return known, "known e-mail address"
        person, is_new = Person.objects.get_or_create(email_key=key, defaults=facts)
        return person, "new person" if is_new else "known e-mail address"
    if said.phone_e164:
        known = Person.objects.filter(phone_e164=said.phone_e164).order_by("pk").first()
        if known is not None:
            return known, "known phone number"
    if said.name or said.phone:
        return Person.objects.create(**facts), "new person"
    return None, ""
