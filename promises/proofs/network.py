"""An IP address is never linked to anything that identifies a person (P07): the static check.

Foreign keys link a row to other rows, directly or through further ones. The check looks for a model
from whose rows both an IP address and a person can be reached. The canary, which sends a marked IP
address through the application, is part of the inquiry proofs.
"""

import re
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from privacy.registry import Declaration, Model, declarations
from promises.registry import Found, Kind, promise

from .source import lines_with

ADDRESS_NAME = re.compile(
    r"(^|_)(ip|ipv4|ipv6|ip_?addr(ess)?|remote_?addr(ess)?|client_?addr(ess)?|network_?address"
    r"|forwarded_for|x_real_ip|peer|user_?agent)($|_)"
)
PERSON_NAME = re.compile(
    r"(^|_)(e_?mail|user(_?id)?|person(_?id)?|account(_?id)?|session(_?key|_?id)?|fingerprint)($|_)"
)
READS_ADDRESS = re.compile(r"REMOTE_ADDR|FORWARDED_FOR|REAL_IP|\bHTTP_FORWARDED\b")
THE_READER = "contactatonce/lib/client_ip.py"
THE_CRAWLER = "search/crawler.py"  # it sends an IP address, and reads none


@promise("P07", kind=Kind.INVARIANT)
def no_address_leads_to_a_person() -> Found:
    """No row of any table leads to both an IP address and a person."""
    yield from linked(apps.get_models(include_auto_created=True), declarations)


@promise("P07", kind=Kind.INVARIANT)
def addresses_are_read_in_one_place() -> Found:
    """Our code reads a visitor's IP address in one place, to count requests for some minutes."""
    for place in lines_with(READS_ADDRESS, except_in=[THE_READER, THE_CRAWLER]):
        yield f"{place} reads a network address."
    if settings.RATELIMIT_HASH_ALGORITHM != "contactatonce.lib.client_ip.keyed_digest":
        yield "The limiter keeps addresses under a digest that can be reversed."


def linked(installed: Iterable[Model], declared: dict[Model, Declaration]) -> Found:
    """Yield each model of `installed` whose rows lead to both an IP address and a person."""
    for model in installed:
        near = reachable(model)
        holders = [each for each in near if address_columns(each)]
        people = [each for each in near if tells_of_people(each, declared)]
        if holders and people:
            column = address_columns(holders[0])[0]
            person = people[0]._meta.label
            yield (
                f"{model._meta.label} links {holders[0]._meta.label}.{column}, which can hold a "
                f"network address, with {person}, which holds data of people."
            )


def reachable(model: Model) -> list[Model]:
    """Return `model` and all models that its foreign keys lead to, directly or indirectly."""
    found: list[Model] = [model]
    for each in found:
        for column in (*each._meta.concrete_fields, *each._meta.many_to_many):
            target = column.related_model
            if isinstance(target, type) and target not in found:
                found.append(target)
    return found


def address_columns(model: Model) -> list[str]:
    """Return the columns of `model` that can hold an IP address, by type or by name."""
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.GenericIPAddressField)
        or column.get_internal_type() in {"IPAddressField", "GenericIPAddressField"}
        or ADDRESS_NAME.search(column.name)
    ]


def tells_of_people(model: Model, declared: dict[Model, Declaration]) -> bool:
    """Return whether rows of `model` hold data about people, or refer to people without a foreign
    key.
    """
    declaration = declared.get(model)
    if declaration is not None and declaration.holds_somebody:
        return True
    if not address_columns(model):
        return False
    has_any_target = any(isinstance(each, GenericForeignKey) for each in model._meta.private_fields)
    names = {column.name for column in model._meta.concrete_fields}
    points_anywhere = {"content_type", "object_id"} <= names or {
        "content_type",
        "object_pk",
    } <= names
    by_value = any(PERSON_NAME.search(name) for name in names)
    return has_any_target or points_anywhere or by_value
