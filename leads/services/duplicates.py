"""Find people and companies that may be the same, with the evidence; bounded, by index."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from leads.models import Company, Person
from leads.models.people import fold_name

MOST = 5  # of each kind of evidence
MOST_COLLEAGUES = 200
LEGAL_FORMS = (
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "co",
    "company",
    "corp",
    "corporation",
    "plc",
    "gmbh",
)


class Duplicate(NamedTuple):
    """Another row that may be the same, and why."""

    row: Any
    evidence: str


def duplicates_of(row: Person | Company) -> list[Duplicate]:
    """Return rows that may be the same as `row`; the first evidence of each counts."""
    found = of_company(row) if isinstance(row, Company) else of_person(row)
    unique: dict[int, Duplicate] = {}
    for each in found:
        unique.setdefault(each.row.pk, each)
    unique.pop(row.pk, None)
    return list(unique.values())


def of_person(person: Person) -> list[Duplicate]:
    found = []
    if person.email_key:
        rows = Person.objects.filter(same_mailbox(person.email_key))[: MOST + 1]
        found += [Duplicate(row, "Same mailbox, apart from a “+tag”") for row in rows]
    if person.phone_e164:
        rows = Person.objects.filter(phone_e164=person.phone_e164)[: MOST + 1]
        found += [Duplicate(row, "Same phone number") for row in rows]
    if person.company_id and fold_name(person.name):
        colleagues = Person.objects.filter(company_id=person.company_id)[:MOST_COLLEAGUES]
        same = [row for row in colleagues if fold_name(row.name) == fold_name(person.name)]
        found += [Duplicate(row, "Same name in the same company") for row in same[: MOST + 1]]
    return found


def same_mailbox(key: str) -> Q:
    """Return the condition for addresses that differ from `key` in the "+tag" at most."""
    local, _, domain = key.rpartition("@")
    name = local.partition("+")[0]
    tagged = Q(email_key__startswith=f"{name}+", email_key__endswith=f"@{domain}")
    if connection.vendor == "sqlite":  # no index serves LIKE there, but texts sort by code point
        tagged &= Q(email_key__gt=f"{name}+", email_key__lt=f"{name},")
    return Q(email_key=f"{name}@{domain}") | tagged


def of_company(company: Company) -> list[Duplicate]:
    """Return companies whose names differ by legal form only ("Inc.", "LLC")."""
    words = company.name_key.split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    core = " ".join(words)
    keys = [core, *(f"{core} {form}" for form in LEGAL_FORMS)]
    rows = Company.objects.filter(name_key__in=keys)[: MOST + 1]
    return [Duplicate(row, "Same name, apart from the legal form") for row in rows]
