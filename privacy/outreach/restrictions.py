"""Restricting the use of somebody's data: it is kept, and used for nothing but answers to them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from privacy import fingerprints
from privacy.models import Restriction


@transaction.atomic
def restrict(address: str) -> Restriction:
    """Restrict the use of what we hold about `address` from now on."""
    columns = fingerprints.take(address).columns
    restriction, _ = Restriction.objects.get_or_create(
        fingerprint=columns["fingerprint"], lifted_at=None, defaults=columns
    )
    return restriction


def lift(address: str) -> int:
    """Take a restriction back because the person asks for it; return how many stood."""
    standing = Restriction.objects.standing().filter(fingerprints.matching(address))
    return standing.update(lifted_at=timezone.now())


def is_restricted(address: str) -> bool:
    return bool(restricted_among([address]))


def restricted_among(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` whose data may not be used, in one query."""
    by_value = {value: each for each in addresses for value in fingerprints.known(each)}
    found = Restriction.objects.standing().filter(fingerprint__in=list(by_value))
    return {by_value[value] for value in found.values_list("fingerprint", flat=True)}


class Standing:
    """All restrictions as they stand now, to be asked for row after row without a query."""

    def __init__(self) -> None:
        standing = Restriction.objects.standing().values_list("fingerprint", flat=True)
        self.fingerprints = frozenset(standing)

    def covers(self, address: str) -> bool:
        """Tell whether the data of `address` may not be used."""
        return bool(self.fingerprints) and not self.fingerprints.isdisjoint(
            fingerprints.known(address)
        )
