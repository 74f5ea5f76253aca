"""Large test data: two years of inquiries of five busy sites."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from leads.models import Correction, Event, Inquiry, InquiryForm, Lead, Person
from tests import factories

SLICE = 2_000
FIRST = ["Ada", "Bela", "Carla", "Dario", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas"]
LAST = ["Abbott", "Becker", "Castillo", "Dubois", "Eriksen", "Fischer", "Garcia", "Huber", "Keller"]
TRADES = ["Motors", "Autos", "Apartments", "Homes", "Lofts", "Cars", "Realty", "Living", "Garage"]
DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com")
WORDS = ["please", "show", "the", "chat", "on", "our", "website", "tell", "what", "it", "costs"]
DONE = (Lead.State.WON, Lead.State.LOST, Lead.State.NOT_A_LEAD)


def fill(count: int, *, owners: list[User], seed: int = 1) -> None:
    """Store `count` inquiries with their leads; one in thirty is unfinished, one in fifty spam."""
    draw = random.Random(seed)
    forms = {}
    for brand in Brand.objects.all():
        form = InquiryForm.objects.filter(brand=brand).first()
        forms[brand.pk] = form or factories.create_form(brand=brand)
    started = timezone.now() - timedelta(days=730)
    for begin in range(0, count, SLICE):
        numbers = range(begin, min(begin + SLICE, count))
        people = Person.objects.bulk_create(person(number, draw) for number in numbers)
        inquiries = Inquiry.objects.bulk_create(
            inquiry(number, people[number - begin], forms, started, count, draw)
            for number in numbers
        )
        leads = Lead.objects.bulk_create(
            lead(row, who, number, count, owners, draw)
            for row, who, number in zip(inquiries, people, numbers, strict=True)
        )
        Event.objects.bulk_create(
            Event(lead=row, kind=Event.Kind.RECEIVED, at=row.inquiry.received_at) for row in leads
        )
        Correction.objects.bulk_create(
            Correction(inquiry=row, email=row.email, message="Four locations, please.", digest="")
            for row in inquiries[::100]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def person(number: int, draw: random.Random) -> Person:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    email = f"{first}.{last}.{number}@{draw.choice(DOMAINS)}".lower()
    phone = f"+1770555{number % 10_000:04}"
    return Person(
        name=f"{first} {last}", email=email, email_key=email, phone=phone, phone_e164=phone
    )


def inquiry(
    number: int,
    who: Person,
    forms: dict[int, InquiryForm],
    started: object,
    count: int,
    draw: random.Random,
) -> Inquiry:
    brand_id = draw.choices(list(forms), weights=[4, 8, 6, 1, 1])[0]
    received_at = started + timedelta(days=730) * (number + 1) / (count + 1)
    return Inquiry(
        brand_id=brand_id,
        form=forms[brand_id],
        received_at=received_at,
        answer_by=received_at + timedelta(hours=6),
        name=who.name,
        email=who.email,
        email_key=who.email_key,
        phone=who.phone,
        phone_e164=who.phone_e164,
        company_name=f"{who.name.split()[1]} {draw.choice(TRADES)} {number % 5_000}",
        company_size=draw.choice(Inquiry.CompanySize.values),
        business_type=draw.choices(
            Inquiry.BusinessType.values, weights=[300, 90, 300, 90, 20, 20, 1]
        )[0],
        message=" ".join(draw.choices(WORDS, k=60)),
        digest="",
    )


def lead(
    row: Inquiry, who: Person, number: int, count: int, owners: list[User], draw: random.Random
) -> Lead:
    is_unfinished = number >= count * 0.97 or draw.random() < 0.005
    state = draw.choice(Lead.UNFINISHED if is_unfinished else DONE)
    is_spam = draw.random() < 0.02
    is_answered = not is_spam and state != Lead.State.NEW
    answered_at = row.received_at + timedelta(hours=draw.choice([1, 2, 3, 9]))
    step_on = timezone.localdate() + timedelta(days=draw.randrange(-5, 20))
    return Lead(
        inquiry=row,
        person=who,
        state=Lead.State.NEW if is_spam else state,
        lost_reason=draw.choice(Lead.LostReason.values) if state == Lead.State.LOST else "",
        owner=draw.choice([None, *owners]),
        answer_by=row.answer_by,
        first_answered_at=answered_at if is_answered else None,
        quarantined_at=row.received_at if is_spam else None,
        next_step_on=step_on if is_unfinished else None,
    )
