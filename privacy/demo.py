"""Invented privacy requests for a development machine; the people in them do not exist."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from contactatonce.accounts.models import Role, User
from contactatonce.brands.models import Brand
from privacy.policy.documents import number_in_force
from privacy.rights.transitions import State

from .models import PrivacyRequest, RequestEvent
from .outreach import disclosures
from .registry import Category

Kind, Channel = PrivacyRequest.Kind, PrivacyRequest.Channel
CORRECTED = "mei.placeholder@example.com"
TO_PROGRESS = (State.CONFIRMED, State.IN_PROGRESS)


@dataclass(frozen=True)
class Plan:
    """One invented request: its kind and sender, its age in days, and its progress."""

    kind: str
    who: str
    days: int
    states: tuple[State, ...] = ()
    channel: str = Channel.WEB
    text: str = ""
    place: str = ""
    columns: dict[str, Any] = field(default_factory=dict)


OPEN = (
    Plan(
        Kind.REMOVAL,
        "jonas.specimen",
        28,
        (State.CONFIRMED,),
        Channel.LETTER,
        "Please take our dealership off the list; we have closed.",
        PrivacyRequest.Place.DIRECTORY,
    ),
    Plan(Kind.DELETION, "luis.sample", 26, TO_PROGRESS, text="All of it, please."),
    Plan(
        Kind.COMPLAINT,
        "amara.muster",
        19,
        (*TO_PROGRESS, State.NEEDS_INFORMATION),
        text="I was called although I had asked you not to.",
        columns={"question": "On which day were you called, and from which number?"},
    ),
    Plan(
        Kind.CORRECTION,
        "mei.placeholder",
        11,
        (State.CONFIRMED,),
        columns={
            "proposals": [
                {"what": "Name", "before": "Mei Placeholder", "after": "Mei Placeholder-Lee"},
                {"what": "Phone", "before": "(404) 555-0102", "after": "(404) 555-0190"},
            ]
        },
    ),
    Plan(Kind.ACCESS, "nora.example", 3, (State.CONFIRMED,)),
    Plan(Kind.RESTRICTION, "tom.example", 2, (State.CONFIRMED,), Channel.PHONE),
    Plan(Kind.OPT_OUT, "ines.sample", 1),
    Plan(Kind.ACCESS, "ravi.placeholder", 0),
)
CLOSED = (
    Plan(Kind.ACCESS, "grace.specimen", 75, (*TO_PROGRESS, State.FULFILLED)),
    Plan(Kind.OPT_OUT, "olu.muster", 66, (*TO_PROGRESS, State.FULFILLED)),
    Plan(Kind.ACCESS, "hanna.example", 58, (*TO_PROGRESS, State.FULFILLED), Channel.MAIL),
    Plan(Kind.OPT_OUT, "peter.sample", 49, (*TO_PROGRESS, State.FULFILLED)),
    Plan(Kind.RESTRICTION, "marta.muster", 41, (*TO_PROGRESS, State.FULFILLED)),
    Plan(
        Kind.COMPLAINT,
        "ken.specimen",
        37,
        (*TO_PROGRESS, State.FULFILLED),
        text="Your mail went to my old address.",
        columns={"explanation": "The old address is deleted. We are sorry."},
    ),
    Plan(
        Kind.CORRECTION,
        "vera.placeholder",
        35,
        (*TO_PROGRESS, State.REFUSED),
        columns={"refusal": PrivacyRequest.Refusal.CORRECT, "explanation": "It says so already."},
    ),
)


def load_requests() -> bool:
    """Create the requests unless there is one already; return whether it did."""
    brands = list(Brand.objects.select_related("calendar").order_by("pk"))
    if PrivacyRequest.objects.exists() or not brands:
        return False
    officers = User.objects.filter(is_staff=True, groups__name=Role.PRIVACY_OFFICER)
    officer = officers.order_by("pk").first()
    disclosures.gate("example-parcels", CORRECTED, [Category.CONTACT])
    for number, plan in enumerate((*CLOSED, *OPEN)):
        write(plan, brands[number % len(brands)], officer)
    return True


def write(plan: Plan, brand: Brand, officer: User | None) -> None:
    """Store one request with the steps that led to its state."""
    at = timezone.now() - timedelta(days=plan.days, hours=plan.days % 5)
    request = PrivacyRequest.objects.create(
        kind=plan.kind,
        place=plan.place,
        brand=brand,
        channel=plan.channel,
        received_at=at,
        created_at=at,
        email=f"{plan.who}@example.com",
        text=plan.text,
        policy_version=number_in_force("privacy"),
    )
    is_web = plan.channel == Channel.WEB
    came = RequestEvent.Step.CAME if is_web else RequestEvent.Step.ENTERED
    RequestEvent.objects.create(request=request, step=came, at=at)
    before: str = State.RECEIVED
    for number, state in enumerate(plan.states):
        at += timedelta(hours=5) if number == 0 else timedelta(days=4)
        move(request, before, state, at, None if state == State.CONFIRMED else officer, plan)
        before = state


def move(
    request: PrivacyRequest, old: str, new: str, at: datetime, by: User | None, plan: Plan
) -> None:
    """Take one step as of `at`."""
    columns: dict[str, Any] = {"state": new}
    if new == State.CONFIRMED:
        columns["confirmed_at"] = at
    if new == plan.states[-1]:
        columns |= plan.columns
    if new in {State.FULFILLED, State.REFUSED}:
        columns["closed_at"] = at
    PrivacyRequest.objects.filter(pk=request.pk).update(**columns)
    RequestEvent.objects.create(
        request=request, step=RequestEvent.Step.MOVED, before=old, after=new, at=at, actor=by
    )
