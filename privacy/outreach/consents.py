"""Give and check consents."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from contactatonce.brands.models import Brand
from moderation.words import as_column
from privacy.models import Consent
from privacy.policy.documents import number_in_force


@dataclass(frozen=True)
class Scope:
    """What a consent is limited to: slugs of sites, channels, and a time; empty for no limit."""

    sites: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    ends_at: datetime | None = None


UNLIMITED = Scope()


def give(
    *,
    email: str,
    purpose: str,
    wording: str,
    how: str,
    brand: Brand,
    where: str = "",
    wording_version: str = "",
    concerns: str = "",
    given_at: datetime | None = None,
    scope: Scope = UNLIMITED,
) -> Consent:
    """Store that a person agreed to `wording`: `how` names the form or action, `where` the page.

    `concerns` limits it, for example to one recipient, and so does `scope`. Neither IP address nor
    browser is stored.
    """
    return Consent.objects.create(
        email=email,
        purpose=purpose,
        concerns=concerns,
        wording=wording,
        wording_version=wording_version,
        policy_version=number_in_force("privacy"),
        given_at=given_at or timezone.now(),
        given_how=how,
        given_where=where,
        brand=brand,
        sites=as_column(scope.sites),
        channels=as_column(scope.channels),
        ends_at=scope.ends_at,
    )


def find_active(
    *, email: str, purpose: str, brand: Brand | None = None, concerns: str = ""
) -> Consent | None:
    """Return the newest active consent, or None; ask at every use.

    With `brand`, only a consent given on that site counts.
    """
    consents = Consent.objects.of(email).active().filter(purpose=purpose, concerns=concerns)
    if brand is not None:
        consents = consents.filter(brand=brand)
    return consents.order_by("-given_at", "-pk").first()
