"""The plan of an erasure: the fate of every row, before anything is done."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType

from privacy.hooks import before_reading
from privacy.models import LegalHold
from privacy.registry import Declaration, Model, OnErasure, Subject, about_somebody, declarations
from privacy.relations import Relation, relations_to

NEEDED = "Another record that stays hangs on it; what it told about the person is blanked."
Held = Mapping[Model, Mapping[str, LegalHold]]
Line = dict[str, Any]


@dataclass(frozen=True)
class Fate:
    """What happens to a row and, if it is kept, why and until when."""

    on_erasure: OnErasure
    because: str = ""
    until: str = ""
    is_held: bool = False


GOES = Fate(OnErasure.DELETE)


@dataclass
class Plan:
    """The fate of every row of a person: model -> primary key -> fate."""

    rows: dict[Model, dict[Any, Fate]] = field(default_factory=dict)

    def keys(self, model: Model, on_erasure: OnErasure) -> list[Any]:
        found = self.rows.get(model, {})
        return [key for key, fate in found.items() if fate.on_erasure is on_erasure]

    def by_model(self, on_erasure: OnErasure) -> dict[Model, list[Any]]:
        found = {model: self.keys(model, on_erasure) for model in self.rows}
        return {model: keys for model, keys in found.items() if keys}

    def held(self) -> Iterator[tuple[Model, Any]]:
        """Yield the rows that only a legal hold keeps, on the row itself or on one that depends on
        it.
        """
        for model, fates in self.rows.items():
            yield from ((model, key) for key, fate in fates.items() if fate.is_held)

    def grounds(self) -> dict[Model, dict[str, str]]:
        """Return why each row of `held` is kept, by model and key as text.

        That is the ground of its own hold, or "" where it is blanked because a held row needs it.
        """
        holds, found = holds_by_record(), dict[Model, dict[str, str]]()
        for model, key in self.held():
            hold = holds.get(model, {}).get(str(key))
            found.setdefault(model, {})[str(key)] = hold.ground if hold else ""
        return found

    @property
    def digest(self) -> str:
        """Return the plan's hash: the same for the same rows with the same fates, in any order."""
        told = sorted(
            [model._meta.label, str(key), fate.on_erasure.name, fate.because, fate.until]
            for model, fates in self.rows.items()
            if not (model in declarations and declarations[model].is_volatile)
            for key, fate in fates.items()
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def lines(self) -> list[Line]:
        """Return the plan for people, as an erasure stores it: counts by source and fate."""
        counts: dict[tuple[Model, Fate], int] = {}
        for model, fates in self.rows.items():
            for fate in fates.values():
                counts[model, fate] = counts.get((model, fate), 0) + 1
        lines = [_line(model, fate, count) for (model, fate), count in counts.items()]
        return sorted(lines, key=lambda line: (line["source"], line["action"], line["because"]))


def plan_person(subject: Subject) -> Plan:
    """Return the plan for erasing `subject` now; nothing is changed."""
    for store in before_reading:
        store()
    subject = Subject(subject.email, subject.user_id)
    plan = Plan()
    for declaration in about_somebody():
        keys = subject.keys(declaration.model)
        if keys:
            plan.rows[declaration.model] = _fates(declaration, keys, subject)
    return complete(plan)


def plan_rows(rows: Mapping[Model, Collection[Any]]) -> Plan:
    """Return the plan for deleting these rows: what is deleted along, what is kept and why."""
    return complete(Plan({model: dict.fromkeys(keys, GOES) for model, keys in rows.items()}))


def complete(plan: Plan) -> Plan:
    """Exclude held rows, add rows that cascade, keep what kept rows need."""
    held = holds_by_record()
    for model, fates in plan.rows.items():
        _keep_held(fates, list(fates), held.get(model, {}))
    while any([_take_along(plan, held), _keep_what_is_needed(plan)]):
        pass
    return plan


def holds_by_record() -> Held:
    """Return every active legal hold by model and key (as text)."""
    found: dict[Model, dict[str, LegalHold]] = {}
    for hold in LegalHold.objects.active().order_by("-review_on"):
        model = ContentType.objects.get_for_id(hold.content_type_id).model_class()
        if model is not None:
            found.setdefault(model._meta.concrete_model or model, {})[hold.object_pk] = hold
    return found


def _fates(declaration: Declaration, keys: list[Any], subject: Subject) -> dict[Any, Fate]:
    """Return the declared fate of each row: the first exception that matches, or the rule."""
    rule = _rule(declaration)
    fates = dict.fromkeys(keys, rule)
    rows = declaration.model._base_manager.filter(pk__in=keys)
    for exemption in reversed(declaration.exceptions):
        fate = Fate(exemption.on_erasure, exemption.because, exemption.until)
        fates |= dict.fromkeys(
            exemption.rows(rows, subject).order_by().values_list("pk", flat=True), fate
        )
    return fates


def _rule(declaration: Declaration | None) -> Fate:
    if declaration is None or not declaration.holds_somebody:
        return GOES
    return Fate(declaration.on_erasure, declaration.keep_because, declaration.keep_until)


def _keep_held(fates: dict[Any, Fate], keys: list[Any], holds: Mapping[str, LegalHold]) -> None:
    """Set the fate of those of `keys` that a hold names."""
    for key in keys:
        hold = holds.get(str(key))
        if hold:
            fates[key] = Fate(OnErasure.KEEP, hold.reason, hold.until, is_held=True)


def _take_along(plan: Plan, held: Held) -> bool:
    """Add the rows that cascade from deleted ones; return whether there were any."""
    added = False
    for model, keys in plan.by_model(OnErasure.DELETE).items():
        for relation in relations_to(model):
            if not relation.takes_along:
                continue
            fates = plan.rows.setdefault(relation.child, {})
            children = relation.child._base_manager.filter(**{f"{relation.column.name}__in": keys})
            found = children.order_by().values_list("pk", flat=True)
            new = [key for key in found if key not in fates]
            fates |= dict.fromkeys(new, _rule(declarations.get(relation.child)))
            _keep_held(fates, new, held.get(relation.child, {}))
            added = added or bool(new)
            if not fates:
                del plan.rows[relation.child]
    return added


def _keep_what_is_needed(plan: Plan) -> bool:
    """Blank instead of delete the rows that kept rows refer to; return whether there were any."""
    changed = False
    for model, keys in plan.by_model(OnErasure.DELETE).items():
        for relation in relations_to(model):
            if not relation.holds_fast:
                continue
            for key, fate in _needed_by_staying(plan, relation, keys).items():
                plan.rows[model][key] = Fate(
                    OnErasure.BLANK, NEEDED, fate.until, is_held=fate.is_held
                )
                changed = True
    return changed


def _needed_by_staying(plan: Plan, relation: Relation, keys: list[Any]) -> dict[Any, Fate]:
    """Return those of `keys` that a kept row refers to, with the fate of that row."""
    fates = plan.rows.get(relation.child, {})
    staying = [key for key, fate in fates.items() if fate.on_erasure is not OnErasure.DELETE]
    children = relation.child._base_manager.order_by()
    needed: dict[Any, Fate] = {}
    name = relation.column.name
    for key, parent in children.filter(pk__in=staying).values_list("pk", name):
        needed[parent] = fates[key]
    if not relation.takes_along:  # another person's row that protects its parent
        others = children.filter(**{f"{name}__in": keys}).exclude(pk__in=list(fates))
        needed |= dict.fromkeys(others.values_list(name, flat=True), Fate(OnErasure.KEEP))
    return {key: fate for key, fate in needed.items() if key in set(keys)}


def _line(model: Model, fate: Fate, count: int) -> Line:
    declaration = declarations.get(model)
    return {
        "source": model._meta.label_lower,
        "title": str(model._meta.verbose_name_plural).capitalize(),
        "categories": [kind.value for kind in declaration.categories] if declaration else [],
        "action": fate.on_erasure.value,
        "because": fate.because,
        "until": fate.until,
        "count": count,
    }
