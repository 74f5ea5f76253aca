"""Invented inquiries for a development machine, from content/demo/inquiries.toml."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import Role, User
from contactatonce.lib import content
from moderation.rules import INQUIRIES, Message

from .models import Activity, Answer, Event, Inquiry, InquiryForm, Lead
from .services.identify import identify

Kind, State = Event.Kind, Lead.State
HOW_MANY = 42
CAUSE = "demonstration data"


@dataclass(frozen=True)
class Plan:
    """What one invented inquiry is to become; `words` are those of the file."""

    number: int
    words: content.Table
    form: InquiryForm
    state: str
    received_at: datetime
    owner: User | None
    is_junk: bool

    def pick(self, name: str) -> Any:
        """Return the entry of list `name` that is this inquiry's turn."""
        return self.words[name][self.number % len(self.words[name])]


@transaction.atomic
def load_demo() -> bool:
    """Create invented inquiries in every state unless one exists; return whether it did."""
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
        record(lead, Kind.RECEIVED, plan.received_at)
        if plan.is_junk:
            record(lead, Kind.QUARANTINED, plan.received_at)
            continue
        identify(inquiry=inquiry)
        record(lead, Kind.ACKNOWLEDGED, plan.received_at + timedelta(seconds=4))
        work_on(lead, plan)
    return True


def plans(forms: list[InquiryForm], sellers: list[User]) -> Iterator[Plan]:
    """Yield the inquiries, oldest first, over the last three weeks until a few minutes ago."""
    words = content.read(content.ROOT / "demo" / "inquiries.toml")
    now = timezone.now()
    age = timedelta(days=21)
    for number, state in enumerate(islice(cycle(words["states"]), HOW_MANY)):
        is_recent = number >= HOW_MANY - 6
        yield Plan(
            number=number,
            words=words,
            form=forms[number % len(forms)],
            state=State.NEW if is_recent else state,
            received_at=now - age,
            owner=sellers[number % len(sellers)] if sellers and state != State.NEW else None,
            is_junk=number % 13 == 11,
        )
        age = age * 0.82 if age > timedelta(hours=2) else age * 0.7


def write_inquiry(plan: Plan) -> Inquiry:
    """Store what the invented visitor sent."""
    first, surname = plan.pick("first_names"), plan.pick("surnames")
    answers = {
        **plan.pick("messages"),
        **plan.pick("companies"),
        **plan.pick("places"),
        "name": f"{first} {surname}",
        "email": f"{first}.{surname}@example.com".lower().replace("ë", "e"),
        "phone": f"(404) 555-01{plan.number:02d}",
    }
    if plan.is_junk:
        message = plan.words["junk"]
        outcome = INQUIRIES.judge(Message(answers={"message": message}, age=timedelta(seconds=1)))
        answers |= {
            "message": message,
            "spam_score": outcome.score,
            "spam_reasons": outcome.reasons,
        }
    return Inquiry.objects.create(
        brand=plan.form.brand,
        form=plan.form,
        page=plan.form.get_absolute_url(),
        received_at=plan.received_at,
        answer_by=plan.form.brand.answer_by(plan.received_at),
        **answers,
    )


def work_on(lead: Lead, plan: Plan) -> None:
    """Have the owner take the lead as far as the plan says, with the timeline to show for it."""
    at = plan.received_at
    if plan.owner is None or plan.state == State.NEW:
        return
    values: dict[str, Any] = {"owner": plan.owner, "state": plan.state}
    record(lead, Kind.ASSIGNED, at + timedelta(minutes=20), plan.owner)
    if plan.state not in {State.OPEN, State.NOT_A_LEAD}:
        answered_at = at + timedelta(minutes=40 + 35 * (plan.number % 5))
        write_answer(lead, plan, answered_at)
        values["first_answered_at"] = answered_at
    if plan.state == State.LOST:
        values["lost_reason"] = Lead.LostReason.PRICE
    if plan.state in Lead.UNFINISHED:
        values["next_step_on"] = timezone.localdate() + timedelta(days=plan.number % 5 - 2)
        Activity.objects.create(
            lead=lead,
            created_by=plan.owner,
            text="Call back",
            due_on=values["next_step_on"],
        )
    label = State(plan.state).label
    record(lead, Kind.STATE, at + timedelta(minutes=45), plan.owner, text=f"New → {label}")
    Lead.objects.filter(pk=lead.pk).update(**values)


def write_answer(lead: Lead, plan: Plan, at: datetime) -> None:
    """Store an answer as if it had been sent."""
    inquiry = lead.inquiry
    answer = Answer.objects.create(
        lead=lead,
        author=plan.owner,
        to=inquiry.email,
        subject=f"Your inquiry {inquiry.reference}",
        body=plan.words["answer"],
        message_id=f"answer-demonstration-{inquiry.pk}@{inquiry.brand.host}",
        written_at=at,
        sent_at=at,
    )
    record(lead, Kind.ANSWER, at, plan.owner, answer=answer)


def record(lead: Lead, kind: str, at: datetime, actor: User | None = None, **more: Any) -> None:
    Event.objects.create(lead=lead, kind=kind, at=at, actor=actor, cause=CAUSE, **more)
