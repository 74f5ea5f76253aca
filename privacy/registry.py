"""The personal data registry: every field of every model, declared once.

Each app's `personal_data.py` declares its models. Access export, correction, erasure, retention,
the public data page and the staff's data map derive from the declarations. A system check stops the
project while a field of an installed model is missing. docs/privacy.md shows how to declare one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db import models
from django.utils.text import capfirst

from contactatonce.lib.email_addresses import EmailKeyField

from .fingerprints import AboutAddress, is_about

Model = type[models.Model]
Rows = models.QuerySet[Any]


class Category(Enum):
    """The category of a personal field; the policy names each category that is stored."""

    CONTACT = "contact data"
    BUSINESS = "business data"
    CONTENT = "what a person wrote"
    ACCOUNT = "account data"
    WORK = "work on an inquiry"
    CHOICE = "consents and opt-outs"


class OnErasure(Enum):
    """What erasure does with a row, or with one field of it."""

    DELETE = "deleted"
    BLANK = "blanked"
    KEEP = "kept"


class Kind(Enum):
    """How a field's value identifies a person; the sweep looks for such values everywhere."""

    EMAIL = "e-mail address"
    PHONE = "phone number"
    NAME = "name"


@dataclass(frozen=True)
class Personal:
    """One personal field, where its category is not enough."""

    category: Category
    identifies: Kind | None = None


@dataclass(frozen=True)
class Subject:
    """The person whose data is sought: a normalized e-mail address and, if any, its account.

    It remembers rows that it found. Use a new Subject to read again.
    """

    email: str = field(repr=False)
    user_id: int | None = None
    _found: dict[Model, list[Any]] = field(default_factory=dict, compare=False, repr=False)

    def keys(self, model: Model) -> list[Any]:
        """Return the primary keys of the person's rows of `model`, lowest first."""
        if model not in self._found:
            about = declarations[model].about
            rows = about(self) if about else model._base_manager.none()
            self._found[model] = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
        return self._found[model]


@dataclass(frozen=True)
class Retention:
    """How long rows are kept, in words (`basis`) and as a rule that can be executed.

    Either as long as the row that the foreign key `follows` names, or until all that is given says
    so: `keep` has passed since a moment in `since` (field names with spaces between), and
    `expired(rows, now)` returns the row. Raises DeclarationError for a mix of both.
    """

    id: str
    basis: str
    keep: timedelta | None = None
    since: str = ""
    follows: str = ""
    expired: Callable[[Rows, datetime], Rows] | None = None

    def __post_init__(self) -> None:
        if self.follows and (self.keep or self.since or self.expired):
            raise DeclarationError(f"{self.id}: what follows its parent has no rule of its own")

    @property
    def is_executable(self) -> bool:
        return bool((self.keep is not None and self.since) or self.follows or self.expired)

    def ended(self, rows: Rows, before: datetime) -> Rows:
        """Return those of `rows` with a moment earlier than `before`."""
        earlier = {f"{moment}__lt": before for moment in self.since.split()}
        return rows.filter(models.Q(**earlier, _connector=models.Q.OR))

    def due(self, rows: Rows, now: datetime) -> Rows:
        """Return those of `rows` whose time is over at `now`; never one that follows its parent."""
        if self.follows or not self.is_executable:
            return rows.none()
        if self.keep is not None and self.since:
            rows = self.ended(rows, now - self.keep)
        return self.expired(rows, now) if self.expired else rows


@dataclass(frozen=True)
class Exemption:
    """Some of a person's rows that erasure treats differently: which, how, why, and until when."""

    rows: Callable[[Rows, Subject], Rows]
    on_erasure: OnErasure
    because: str
    until: str = ""


@dataclass(frozen=True)
class Declaration:
    """The declaration of one model.

    `about` finds a person's rows. `exceptions` are rows that erasure keeps or blanks although it
    deletes the rest; `blanks` gives values (or expressions) to blank a field with where the empty
    value of its type does not fit, and may name plain fields too. `withheld` fields are left out of
    exports, each for the given reason. `created` is the path to the time of creation. `derived`
    maps a field to the columns that save() computes from it, `told` one to its form in an export.
    A plan's hash omits rows of a model that `is_volatile`: they come and go by themselves.
    """

    model: Model
    personal: Mapping[str, Category] = field(default_factory=dict)
    identifying: Mapping[str, Kind] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    purpose: str = ""
    source: str = ""
    about: Callable[[Subject], Rows] | None = None
    retention: Retention | None = None
    on_erasure: OnErasure = OnErasure.DELETE
    keep_because: str = ""
    keep_until: str = ""
    exceptions: Sequence[Exemption] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    created: str = ""
    derived: Mapping[str, Callable[[str], dict[str, Any]]] = field(default_factory=dict)
    told: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    is_volatile: bool = False
    holds_nobody_because: str = ""

    @property
    def holds_somebody(self) -> bool:
        return not self.holds_nobody_because

    @property
    def fields(self) -> frozenset[str]:
        return self.plain | frozenset(self.personal)

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def told_by_the_person(self, name: str) -> bool:
        """Return whether the field `name` holds the person's own words, which need no masking."""
        category = self.personal.get(name)
        return self.source == FROM_THE_PERSON and category not in (None, Category.WORK)

    @property
    def categories(self) -> list[Category]:
        """Return the categories of its personal fields, in the order of Category."""
        return [kind for kind in Category if kind in self.personal.values()]


COMPUTED = "It is a computed form of what is beside it."
DIGEST = "It is a keyed digest of the address, of use to our software alone."
FROM_THE_PERSON = "What the person gave us through our websites."


class DeclarationError(Exception):
    """A declaration contradicts its model or itself."""


declarations: dict[Model, Declaration] = {}


def declare(model: Model, *, plain: str = "", **given: Any) -> None:
    """Declare that `model` holds personal data, field by field; see Declaration for the arguments.

    `plain` names the fields that are not personal, separated by spaces. A row that follows another
    one, or knows its person by a fingerprint, needs no `about`. The digest, key and normalizer of a
    fingerprint and an EmailKeyField explain themselves. Raise DeclarationError for contradictions.
    """
    declared: dict[str, Any] = {"source": FROM_THE_PERSON, "withheld": {}, "derived": {}, **given}
    names = plain.split()
    if issubclass(model, AboutAddress):
        declared.setdefault("about", lambda subject: rows_about(model, subject))
        declared["withheld"] = {"fingerprint": DIGEST, **declared["withheld"]}
        names += ["key_id", "normalizer"]
    elif declared["retention"].follows:
        declared.setdefault("about", belonging_to(model, declared["retention"].follows))
    for key in model._meta.local_concrete_fields:
        if isinstance(key, EmailKeyField):
            _declare_key(key, declared)
    details = {
        name: kind if isinstance(kind, Personal) else Personal(kind)
        for name, kind in declared["personal"].items()
    }
    declared["personal"] = {name: detail.category for name, detail in details.items()}
    declared["identifying"] = {
        name: detail.identifies for name, detail in details.items() if detail.identifies
    }
    _add(Declaration(model=model, plain=frozenset(names), **declared))


def _declare_key(key: EmailKeyField, declared: dict[str, Any]) -> None:
    """Add to a declaration what follows from a column that is computed from `email`."""
    personal = {key.name: Personal(Category.CONTACT, Kind.EMAIL)}
    declared["personal"] = {**declared["personal"], **personal}
    declared["withheld"] = {**declared["withheld"], key.name: COMPUTED}
    derived = {"email": lambda email: {key.name: key.key_of(email)}}
    declared["derived"] = {**declared["derived"], **derived}


def holds_nobody(model: Model, *fields: str, because: str) -> None:
    """Declare that `model` holds no personal data; `fields` name all, separated by spaces."""
    if not because:
        raise DeclarationError(f"{model._meta.label}: say why it holds nobody")
    plain = frozenset(" ".join(fields).split())
    _add(Declaration(model=model, plain=plain, holds_nobody_because=because))


def about_somebody() -> list[Declaration]:
    """Return the declarations of all models with personal data, by label."""
    found = [declaration for declaration in declarations.values() if declaration.holds_somebody]
    return sorted(found, key=lambda declaration: declaration.label)


def rows_about(model: Model, subject: Subject) -> Rows:
    """Return the rows of `model` with a fingerprint of the person's e-mail address."""
    return model._base_manager.filter(is_about(subject.email))


def belonging_to(model: Model, name: str) -> Callable[[Subject], Rows]:
    """Return an `about` for rows whose foreign key `name` leads to a row of the person."""
    target: Any = model._meta.get_field(name).related_model
    return lambda subject: model._base_manager.filter(**{f"{name}__in": subject.keys(target)})


def either(model: Model, *keys: Rows) -> Rows:
    """Return the rows of `model` whose key is in one of `keys` (`.values(...)` of one column).

    Each part uses its own index, where an OR over joined tables would read them all.
    """
    first, *others = (part.order_by() for part in keys)
    return model._base_manager.filter(pk__in=first.union(*others))


def fields_of(model: Model) -> frozenset[str]:
    """Return the names of the model's own columns and many-to-many relations.

    An automatic primary key is left out, as are the columns of a parent model's table.
    """
    columns = (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
    return frozenset(column.name for column in columns if not isinstance(column, models.AutoField))


def _add(declaration: Declaration) -> None:
    label = declaration.label
    for is_wrong, what in _contradictions(declaration):
        if is_wrong:
            raise DeclarationError(f"{label}: {what}")
    declarations[declaration.model] = declaration


def _contradictions(given: Declaration) -> Iterable[tuple[bool, str]]:
    """Yield possible contradictions of a declaration, each with whether it applies."""
    both = sorted(set(given.personal) & given.plain)
    unknown = sorted(({*given.withheld, *given.blanks}) - given.fields)
    kept = [exemption for exemption in given.exceptions if not exemption.because]
    yield given.model in declarations, "is declared twice"
    yield bool(both), f"both personal and plain: {both}"
    yield bool(unknown), f"withheld or blanked, but not declared: {unknown}"
    if given.holds_somebody:
        yield not (given.purpose and given.personal), "name the purpose and the personal fields"
        is_kept = given.on_erasure is OnErasure.KEEP
        yield is_kept and not given.keep_because, "say why the rows are kept"
        yield bool(kept), "say of each exception why it is made"
