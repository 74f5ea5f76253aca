"""Restrictions: a person's data is stored, and used only to answer them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from privacy import fingerprints
from privacy.models import Restriction


@transaction.atomic
def restrict(address: str) -> Restriction:
    """Restrict the use of data about `address` from now on."""
    columns = fingerprints.columns_about(address)
    restriction, _ = Restriction.objects.get_or_create(
        fingerprint=columns["fingerprint"], lifted_at=None, defaults=columns
    )
    return restriction


def lift(address: str) -> int:
    """Lift restrictions because the person asks for it; return their number."""
    active = Restriction.objects.active().filter(fingerprints.is_about(address))
    return active.update(lifted_at=timezone.now())


def is_restricted(address: str) -> bool:
    return bool(restricted_among([address]))


def restricted_among(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` whose data may not be used, in one query."""
    by_value = {value: each for each in addresses for value in fingerprints.digests_of(each)}
    found = Restriction.objects.active().filter(fingerprint__in=list(by_value))
    return {by_value[value] for value in found.values_list("fingerprint", flat=True)}


class ActiveRestrictions:
    """All active restrictions, to be checked row by row without queries."""

    def __init__(self) -> None:
        active = Restriction.objects.active().values_list("fingerprint", flat=True)
        self.fingerprints = frozenset(active)

    def covers(self, address: str) -> bool:
        """Return whether the data of `address` may not be used."""
        return bool(self.fingerprints) and not self.fingerprints.isdisjoint(
            fingerprints.digests_of(address)
        )
