"""Invented certificates, recipients and requests, from content/demo/privacy.toml."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import Role, User
from contactatonce.brands.models import Brand
from contactatonce.lib import content
from privacy.policy.documents import number_in_force
from privacy.rights.transitions import State

from .models import Certification, PrivacyRequest, Recipient, RequestEvent
from .outreach import disclosures
from .registry import Category

FILE = content.ROOT / "demo" / "privacy.toml"
REACHED_AT = {
    State.CONFIRMED: "confirmed_at",
    State.FULFILLED: "closed_at",
    State.REFUSED: "closed_at",
}
CORRECTED = "mei.placeholder@example.com"


@transaction.atomic
def load_demo() -> bool:
    """Store the invented rows unless there are some; never in production."""
    if not settings.IS_LOCAL or Certification.objects.exists() or Recipient.objects.exists():
        return False
    today = timezone.now().date()
    load_certifications(today)
    load_recipients(today)
    load_requests()
    return True


def load_certifications(today: date) -> None:
    dates = {"valid_from": today - timedelta(days=30), "valid_until": today + timedelta(days=335)}
    for found in content.read(FILE)["certifications"]:
        Certification.objects.create(**found, **dates)


def load_recipients(today: date) -> None:
    contract_on = today - timedelta(days=400)
    for found in content.read(FILE)["recipients"]:
        Recipient.objects.create(**found, country="US", contract_on=contract_on)


def load_requests() -> None:
    """Create the requests of the file, for one site after the other."""
    brands = list(Brand.objects.select_related("calendar").order_by("pk"))
    if PrivacyRequest.objects.exists() or not brands:
        return
    officers = User.objects.filter(is_staff=True, groups__name=Role.PRIVACY_OFFICER)
    officer = officers.order_by("pk").first()
    disclosures.gate("example-parcels", CORRECTED, [Category.CONTACT])
    for number, found in enumerate(content.read(FILE)["requests"]):
        write(found, brands[number % len(brands)], officer)


def write(found: content.Table, brand: Brand, officer: User | None) -> None:
    """Store one request with the steps that led to its state."""
    at = timezone.now() - timedelta(days=found["days"], hours=found["days"] % 5)
    channel = found.get("channel", PrivacyRequest.Channel.WEB)
    request = PrivacyRequest.objects.create(
        kind=found["kind"],
        place=found.get("place", ""),
        brand=brand,
        channel=channel,
        received_at=at,
        created_at=at,
        email=f"{found['name']}@example.com",
        text=found.get("text", ""),
        policy_version=number_in_force("privacy"),
    )
    is_web = channel == PrivacyRequest.Channel.WEB
    step = RequestEvent.Step.CAME if is_web else RequestEvent.Step.ENTERED
    RequestEvent.objects.create(request=request, step=step, at=at)
    before: str = State.RECEIVED
    for number, state in enumerate(found.get("states", [])):
        at += timedelta(hours=5) if number == 0 else timedelta(days=4)
        is_last = number == len(found["states"]) - 1
        PrivacyRequest.objects.filter(pk=request.pk).update(
            state=state,
            **({REACHED_AT[state]: at} if state in REACHED_AT else {}),
            **(found.get("columns", {}) if is_last else {}),
        )
        RequestEvent.objects.create(
            request=request,
            step=RequestEvent.Step.MOVED,
            before=before,
            after=state,
            at=at,
            actor=None if state == State.CONFIRMED else officer,
        )
        before = state
