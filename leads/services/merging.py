"""Merge two people or two companies, and undo that within 30 days."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from contactatonce.accounts.models import User
from contactatonce.brands.directory import by_slug
from leads.models import Company, Lead, Merge, Person
from privacy.fingerprints import is_about
from privacy.models import Suppression
from privacy.outreach import opt_outs

from .people import record_edit
from .work import slices

Row = Person | Company
# What staff choose from either row -> its columns.
FIELDS: dict[type[Row], dict[str, tuple[str, ...]]] = {
    Person: {
        "name": ("name",),
        "email": ("email",),
        "phone": ("phone", "phone_e164"),
        "company": ("company_id",),
    },
    Company: {"name": ("name",), "size": ("size",), "business_type": ("business_type",)},
}


class NotMerged(ValueError):
    """The rows cannot be merged, or a merge cannot be undone; the message is for staff."""


@transaction.atomic
def merge(*, kept: Row, removed: Row, taken: Collection[str], actor: User) -> Merge:
    """Move everything of `removed` to `kept` and delete `removed`.

    `taken` names the fields whose value `kept` takes over. An opt-out of either person then
    applies to both addresses. Raise NotMerged if a row is gone, or both are the same.
    """
    model = type(kept)
    kept, removed = locked(model, kept.pk, removed.pk)
    names = [each for name, columns in FIELDS[model].items() if name in taken for each in columns]
    record = Merge(
        person=kept if isinstance(kept, Person) else None,
        company=kept if isinstance(kept, Company) else None,
        email=removed.email if isinstance(removed, Person) else "",
        removed=values_of(removed, [field.attname for field in stored_fields(model)]),
        before=values_of(kept, names),
        leads=list(removed.leads.order_by().values_list("pk", flat=True)),
        people=keys_of_people(removed),
        by=actor,
    )
    unite_opt_outs(kept, removed)
    move(record.leads, record.people, removed, kept)
    values = {name: getattr(removed, name) for name in names}
    removed.merges.update(person=record.person, company=record.company)
    removed.delete()
    assign(kept, values)
    record.save()
    record_edit(row=kept, labels=["merged"], actor=actor)
    return record


@transaction.atomic
def undo(*, record: Merge, actor: User) -> Row:
    """Restore the removed row under its key and give back what moved; return the kept row.

    What staff changed since stays as it is. Opt-outs stay too.
    """
    record = Merge.objects.recent().select_for_update().filter(pk=record.pk).first() or gone()
    kept: Any = record.person or record.company
    model = type(kept)
    taken = {name: record.removed[name] for name in record.before}
    same = [name for name in taken if values_of(kept, [name])[name] == taken[name]]
    record_edit(row=kept, labels=["merge undone"], actor=actor)
    assign(kept, {name: record.before[name] for name in same})
    check_free(model, record.removed)
    restored = model(**record.removed)
    if isinstance(restored, Person) and not exists(Company, restored.company_id):
        restored.company_id = None
    restored.save(force_insert=True)
    move(record.leads, record.people, kept, restored)
    record.delete()
    return kept  # type: ignore[no-any-return]  # one of the two


def gone() -> Any:
    raise NotMerged("This merge was undone already, or is older than 30 days.")


def check_free(model: type[Row], values: dict[str, Any]) -> None:
    """Raise NotMerged if another row has the e-mail address or name of the removed one."""
    name = "email_key" if model is Person else "name_key"
    key = values[name]
    taken = Q(pk=values["id"]) | (Q(**{name: key}) if key else Q())
    if model._base_manager.filter(taken).exists():
        raise NotMerged("Another entry has this e-mail address or name by now. Merge that first.")


def locked(model: type[Row], *keys: int) -> list[Any]:
    """Return the rows in the order of `keys`, locked in the order of their keys."""
    found = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    rows = {row.pk: row for row in found}
    if len(rows) < len(keys):
        raise NotMerged("One of the two no longer exists.")
    return [rows[key] for key in keys]


def stored_fields(model: type[Row]) -> Iterable[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def values_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of `row` as JSON has them."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def keys_of_people(row: Row) -> list[int]:
    if isinstance(row, Person):
        return []
    return list(row.people.order_by().values_list("pk", flat=True))


def move(leads: list[int], people: list[int], source: Row, target: Row) -> None:
    """Move those of the inquiries and people that still belong to `source`."""
    name = target._meta.model_name
    for model, keys in ((Lead, leads), (Person, people)):
        for part in slices(keys):
            rows = model._base_manager.filter(pk__in=part, **{f"{name}_id": source.pk})
            rows.update(**{f"{name}_id": target.pk})


def assign(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save()


def exists(model: type[Row], key: int | None) -> bool:
    return key is None or model._base_manager.filter(pk=key).exists()


def opted_out(row: Row) -> set[tuple[str, str]]:
    """Return scope and site of each active opt-out of a person."""
    if not isinstance(row, Person) or not row.email:
        return set()
    rows = Suppression.objects.active().filter(is_about(row.email))
    return set(rows.values_list("scope", "brand"))


def unite_opt_outs(kept: Row, removed: Row) -> None:
    """Apply the opt-outs of either person to both addresses; a merge re-subscribes no one."""
    pairs = {row: opted_out(row) for row in (kept, removed)}
    everything = set().union(*pairs.values())
    for row, own in pairs.items():
        address = row.email if isinstance(row, Person) else ""
        for scope, site in everything - own if address else ():
            opt_outs.suppress(
                address=address,
                scope=scope,
                reason=Suppression.Reason.STAFF,
                brand=by_slug(site) if site else None,
            )


def counts(row: Row) -> list[str]:
    """Say what a merge would move away from `row`: "12 inquiries", "3 people"."""
    found = [(row.leads.count(), "inquiry", "inquiries")]
    if isinstance(row, Company):
        found.append((row.people.count(), "person", "people"))
    return [f"{count:,} {one if count == 1 else many}" for count, one, many in found]
