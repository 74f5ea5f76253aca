"""Phone numbers: E.164 where a number can be parsed; never rejected where it cannot."""

from collections.abc import Iterable
from functools import lru_cache

import phonenumbers

DEFAULT_REGION = "US"


@lru_cache(maxsize=64)
def region_of(number: str) -> str | None:
    """Return the region (ISO 3166-1) that an international number such as "+44 ..." belongs to."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number.replace("(0)", "")))
    except phonenumbers.NumberParseException:
        return None


def to_e164(raw: str, regions: Iterable[str]) -> str:
    """Return `raw` as E.164 ("+18663583880"), or "" if it holds no number.

    A number without country code is parsed as one of `regions`: the first in which it is valid,
    else the first in which its length is possible, because new area codes are not in the tables
    yet. Words around the number are ignored.
    """
    first_possible = None
    for region in dict.fromkeys([*regions, DEFAULT_REGION]):
        number = read_number(raw, region)
        if number is None:
            continue
        if phonenumbers.is_valid_number(number):
            return in_e164(number)
        if first_possible is None and phonenumbers.is_possible_number(number):
            first_possible = number
    return in_e164(first_possible) if first_possible else ""


def in_e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_number(raw: str, region: str) -> phonenumbers.PhoneNumber | None:
    """Parse `raw`, or the first number in it, as a number of `region`."""
    try:
        return phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        found = phonenumbers.PhoneNumberMatcher(raw, region, phonenumbers.Leniency.POSSIBLE)
        return next((match.number for match in found), None)
