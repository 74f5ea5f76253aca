"""Invented inquiries for a development machine: nobody in them exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import Role, User
from moderation.rules import INQUIRIES, Message

from .models import Answer, Event, Inquiry, InquiryForm, Lead
from .models.answers import Answers
from .services.identify import identify

Business, Size, Topic = Answers.BusinessType, Answers.CompanySize, Answers.Subject
Kind, State = Event.Kind, Lead.State
HOW_MANY = 42
CAUSE = "demonstration data"
FIRST_NAMES = (
    "Nora",
    "Luis",
    "Mei",
    "Jonas",
    "Amara",
    "Tom",
    "Ines",
    "Ravi",
    "Grace",
    "Olu",
    "Hanna",
    "Peter",
    "Zoë",
    "Bao",
    "Marta",
    "Ken",
    "Lea",
    "Omar",
    "Vera",
)
SURNAMES = ("Example", "Sample", "Placeholder", "Specimen", "Muster")
COMPANIES = (
    ("Example Motors", Business.DEALER, Size.UP_TO_50),
    ("Sample Street Apartments", Business.APARTMENTS, Size.UP_TO_10),
    ("Placeholder Auto Group", Business.DEALER_GROUP, Size.UP_TO_1000),
    ("Specimen Property Management", Business.MANAGEMENT, Size.UP_TO_200),
    ("Muster Cars", Business.DEALER, Size.UP_TO_10),
    ("Example Listings", Business.PORTAL, Size.UP_TO_50),
    ("Sample Courts", Business.APARTMENTS, Size.UP_TO_50),
    ("", Business.OTHER, Size.ONE),
)
MESSAGES = (
    (
        Topic.DEMO,
        "We would like to see how chat looks on a vehicle page. Tuesday mornings suit us.",
    ),
    (Topic.PRICES, "What does it cost for two locations that share one team?"),
    (Topic.SUPPORT, "Chats reach my phone late in the evening. Where do I set our hours?"),
    (
        Topic.DEMO,
        "Our leasing office closes at six and most questions come after that.\nCan you help?",
    ),
    (Topic.PARTNERSHIP, "We build websites for dealers. How would our clients add your chat?"),
    (Topic.OTHER, "A colleague told me about you. Please call me, mornings are best."),
    (Topic.PRICES, "Is there a price list that I can show to my manager?"),
    (Topic.DEMO, "Can answers come from our own people, with yours as backup at weekends?"),
)
PLACES = (
    ("12 Example Street", "Marietta", "Georgia", "30060", "US"),
    ("1 Sample Road", "Leeds", "", "", "GB"),
    ("", "", "", "", ""),
)
STATES = (
    State.NEW,
    State.OPEN,
    State.CONTACTED,
    State.QUALIFIED,
    State.NEW,
    State.CONTACTED,
    State.WON,
    State.LOST,
    State.NEW,
    State.NOT_A_LEAD,
    State.OPEN,
)
JUNK = "Cheap links here: https://spam.example.net/a and https://spam.example.net/b. Click now!"


@dataclass(frozen=True)
class Plan:
    """What one invented inquiry is to become."""

    number: int
    form: InquiryForm
    state: str
    received_at: datetime
    owner: User | None
    is_junk: bool


@transaction.atomic
def load() -> bool:
    """Create the inquiries unless there is one already; tell whether it did."""
    forms = list(InquiryForm.objects.select_related("brand__calendar").order_by("pk"))
    if Inquiry.objects.exists() or not forms:
        return False
    sellers = list(User.objects.filter(is_staff=True, groups__name=Role.SALES).order_by("pk"))
    for plan in plans(forms, sellers):
        inquiry = write_inquiry(plan)
        lead = Lead.objects.create(
            inquiry=inquiry,
            answer_by=inquiry.answer_by,
            quarantined_at=plan.received_at if plan.is_junk else None,
        )
        happened(lead, Kind.RECEIVED, plan.received_at)
        if plan.is_junk:
            happened(lead, Kind.QUARANTINED, plan.received_at)
            continue
        identify(inquiry=inquiry)
        happened(lead, Kind.ACKNOWLEDGED, plan.received_at + timedelta(seconds=4))
        work_on(lead, plan)
    return True


def plans(forms: list[InquiryForm], sellers: list[User]) -> Iterator[Plan]:
    """Yield the inquiries, oldest first, over the last three weeks until a few minutes ago."""
    now = timezone.now()
    age = timedelta(days=21)
    for number, state in enumerate(islice(cycle(STATES), HOW_MANY)):
        is_recent = number >= HOW_MANY - 6
        yield Plan(
            number=number,
            form=forms[number * 5 % len(forms)],
            state=State.NEW if is_recent else state,
            received_at=now - age,
            owner=sellers[number % len(sellers)] if sellers and state != State.NEW else None,
            is_junk=number % 13 == 11,
        )
        age = age * 0.82 if age > timedelta(hours=2) else age * 0.7


def write_inquiry(plan: Plan) -> Inquiry:
    """Store what the invented visitor sent."""
    first, surname = pick(FIRST_NAMES, plan.number), pick(SURNAMES, plan.number)
    company, business, size = pick(COMPANIES, plan.number)
    topic, message = pick(MESSAGES, plan.number)
    street, city, region, postal_code, country = pick(PLACES, plan.number)
    phone = f"(404) 555-01{plan.number:02d}"
    message = JUNK if plan.is_junk else message
    outcome = INQUIRIES.judge(Message(answers={"message": message}, age=timedelta(seconds=1)))
    return Inquiry.objects.create(
        brand=plan.form.brand,
        form=plan.form,
        page=plan.form.get_absolute_url(),
        received_at=plan.received_at,
        answer_by=plan.form.brand.answer_by(plan.received_at),
        subject=topic,
        name=f"{first} {surname}",
        email=f"{first}.{surname}@example.com".lower().replace("ë", "e"),
        phone=phone,
        company_name=company,
        business_type=business,
        company_size=size,
        street=street,
        city=city,
        region=region,
        postal_code=postal_code,
        country=country,
        message=message,
        spam_score=outcome.score if plan.is_junk else 0,
        spam_reasons=outcome.reasons if plan.is_junk else [],
    )


def work_on(lead: Lead, plan: Plan) -> None:
    """Have the owner take the lead as far as the plan says, with the timeline to show for it."""
    at = plan.received_at
    if plan.owner is None or plan.state == State.NEW:
        return
    values: dict[str, Any] = {"owner": plan.owner, "state": plan.state}
    happened(lead, Kind.ASSIGNED, at + timedelta(minutes=20), plan.owner)
    if plan.state not in {State.OPEN, State.NOT_A_LEAD}:
        answered_at = at + timedelta(minutes=40 + 35 * (plan.number % 5))
        write_answer(lead, plan, answered_at)
        values["first_answered_at"] = answered_at
    if plan.state == State.LOST:
        values["lost_reason"] = Lead.LostReason.PRICE
    if plan.state in Lead.UNFINISHED:
        values["next_step"] = "Call back"
        values["next_step_on"] = timezone.localdate() + timedelta(days=plan.number % 5 - 2)
    label = State(plan.state).label
    happened(lead, Kind.STATE, at + timedelta(minutes=45), plan.owner, f"New → {label}")
    Lead.objects.filter(pk=lead.pk).update(**values)


def write_answer(lead: Lead, plan: Plan, at: datetime) -> None:
    """Store an answer as if it had been sent."""
    inquiry = lead.inquiry
    answer = Answer.objects.create(
        lead=lead,
        author=plan.owner,
        to=inquiry.email,
        subject=f"Your inquiry {inquiry.reference}",
        body="Thank you for writing. May I call you tomorrow morning?",
        message_id=f"answer-demonstration-{inquiry.pk}@{inquiry.brand.host}",
        written_at=at,
        sent_at=at,
    )
    happened(lead, Kind.ANSWER, at, plan.owner, answer=answer)


def happened(
    lead: Lead, kind: str, at: datetime, actor: User | None = None, text: str = "", **more: Any
) -> None:
    Event.objects.create(lead=lead, kind=kind, at=at, actor=actor, cause=CAUSE, text=text, **more)


def pick(values: tuple[Any, ...], number: int) -> Any:
    return values[number % len(values)]
