"""Give and check consents."""

from datetime import datetime

from django.utils import timezone

from contactatonce.brands.models import Brand
from privacy.models import Consent
from privacy.policy.documents import number_in_force


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
) -> Consent:
    """Store that a person agreed to `wording`: `how` names the form or action, `where` the page.

    `concerns` limits it, for example to one recipient. Neither IP address nor browser is stored.
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
