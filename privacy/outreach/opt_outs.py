"""Which mail a person may get: the one check before every letter (P12, P13)."""

import base64
import hmac
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import normalize
from privacy import fingerprints
from privacy.models import Consent, OptOutLink, Suppression
from privacy.models.suppressions import SuppressionQuerySet

from .restrictions import restricted_among

SIGNATURE_LENGTH = 15  # characters of base64: 90 bits; a forged link could only stop someone's mail
Scope = Suppression.Scope


class Use(Enum):
    """The purpose of a letter."""

    ANSWER = "answers what the person sent"
    NOTICE = "tells of a change that people are told about in advance"
    FOLLOW_UP = "follows up on an earlier contact"
    NEWS = "brings news and offers"
    WATCHED = "brings what a member of the forum asked to be mailed"


NEEDS_CONSENT = {Use.NEWS}
STOPPED_BY: dict[Use, list[str]] = {
    Use.ANSWER: [],
    Use.NOTICE: [Scope.ALL],
    Use.FOLLOW_UP: [Scope.ALL, Scope.NEWS],
    Use.NEWS: [Scope.ALL, Scope.NEWS],
    Use.WATCHED: [Scope.ALL],
}


def mailable(address: str, *, use: Use, brand: Brand) -> bool:
    """Return whether a letter of `brand` may go to `address`; ask in the sending transaction."""
    return bool(mailable_among([address], use=use, brand=brand))


def mailable_among(addresses: Iterable[str], *, use: Use, brand: Brand) -> set[str]:
    """Return those of `addresses` that may get a letter of `brand` for `use`, in three queries.

    The strictest rule wins: a restriction stops it, any active opt-out that covers the use and the
    site stops it, and a consent counts only if it was given on this site after the last opt-out.
    """
    asked = set(addresses)
    if use is Use.ANSWER:
        return asked
    asked -= restricted_among(asked)
    known = {address: fingerprints.digests_of(address) for address in asked}
    opt_outs = _opt_outs(known, use, brand)
    if use not in NEEDS_CONSENT:
        return {
            address for address in known if all(opt_out.lifted_at for opt_out in opt_outs[address])
        }
    given = dict(
        Consent.objects.active()
        .filter(
            purpose=Consent.Purpose.NEWS,
            brand=brand,
            email_key__in={normalize(address) for address in known},
        )
        .order_by("given_at")
        .values_list("email_key", "given_at")
    )
    return {
        address
        for address in known
        if normalize(address) in given
        and all(
            opt_out.lifted_at and opt_out.since < given[normalize(address)]
            for opt_out in opt_outs[address]
        )
    }


def _opt_outs(known: dict[str, list[str]], use: Use, brand: Brand) -> dict[str, list[Suppression]]:
    """Return the opt-outs by address, lifted ones included, that concern use and site."""
    rows = Suppression.objects.filter(
        fingerprint__in=[value for values in known.values() for value in values],
        scope__in=STOPPED_BY[use],
        brand__in=["", brand.slug],
    )
    by_fingerprint: dict[str, list[Suppression]] = defaultdict(list)
    for row in rows:
        by_fingerprint[row.fingerprint].append(row)
    return {
        address: [row for value in values for row in by_fingerprint[value]]
        for address, values in known.items()
    }


@transaction.atomic
def suppress(*, address: str, scope: str, reason: str, brand: Brand | None = None) -> Suppression:
    """Stop mail to `address` from now on, from one site or all; an earlier opt-out keeps its date.

    Withdraw active consents to news as well.
    """
    consents = Consent.objects.of(address).filter(purpose=Consent.Purpose.NEWS)
    if brand is not None:
        consents = consents.filter(brand=brand)
    consents.withdraw()
    return _suppress(fingerprints.columns_about(address), scope, reason, brand)


def _suppress(columns: dict[str, Any], scope: str, reason: str, brand: Brand | None) -> Suppression:
    suppression, _ = Suppression.objects.get_or_create(
        fingerprint=columns["fingerprint"],
        scope=scope,
        brand=brand.slug if brand else "",
        lifted_at=None,
        defaults={**columns, "reason": reason},
    )
    return suppression


def lift(*, address: str, brand: Brand) -> int:
    """Lift opt-outs because the owner of `address`, identified by a mailed link, wants mail again.

    Lift those that stop mail of `brand`, not one from another site alone. Return their number. A
    consent from before the opt-out does not become active again; see `mailable_among`.
    """
    return active(address=address, brand=brand).update(lifted_at=timezone.now())


def active(*, address: str, brand: Brand) -> SuppressionQuerySet:
    """Return the active opt-outs that stop mail of `brand` to `address`."""
    rows = Suppression.objects.active().filter(fingerprints.is_about(address))
    return rows.filter(brand__in=["", brand.slug])


def link(address: str, *, brand: Brand) -> str:
    """Return the URL that stops mail to `address`: signed, opaque, under 76 characters."""
    columns = fingerprints.columns_about(address)
    row, _ = OptOutLink.objects.get_or_create(fingerprint=columns["fingerprint"], defaults=columns)
    if row.used_at < timezone.now() - timedelta(days=1):
        OptOutLink.objects.filter(pk=row.pk).update(used_at=timezone.now())
    name = int_to_base36(row.pk)
    return f"{brand.origin}/privacy/opt-out/{name}{_signatures(name)[0]}"


def read_link(token: str) -> OptOutLink | None:
    """Return the opt-out link of `token`; None for a forged one, without a query."""
    name, signature = token[:-SIGNATURE_LENGTH], token[-SIGNATURE_LENGTH:]
    matches = [hmac.compare_digest(signature, right) for right in _signatures(name)]
    if not name or not any(matches):
        return None
    return OptOutLink.objects.filter(pk=base36_to_int(name)).first()


def suppress_by_link(
    token: str, *, scope: str = Scope.NEWS, brand: Brand | None = None
) -> Suppression | None:
    """Stop mail to the address of `token`; None if the token is forged."""
    found = read_link(token)
    if found is None:
        return None
    return _suppress(found.address_columns, scope, Suppression.Reason.LINK, brand)


def _signatures(name: str) -> list[str]:
    return [
        base64.urlsafe_b64encode(mac)[:SIGNATURE_LENGTH].decode()
        for mac in fingerprints.sign(f"opt-out:{name}")
    ]
