"""What the project holds about people: every field of every model, declared once.

Each app says in its `personal_data.py` what its models hold. The declarations feed the access
export, correction, erasure, retention, the public page on what is held, and the staff's data map;
a system check stops the project while a field of any installed model is missing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from django.db import models

Model = type[models.Model]


class Category(Enum):
    """What kind of thing a personal field tells; the policy names each kind that is held."""

    CONTACT = "contact data"
    BUSINESS = "business data"
    CONTENT = "what a person wrote"
    ACCOUNT = "account data"
    WORK = "work on an inquiry"
    CHOICE = "consents and opt-outs"


class OnErasure(Enum):
    """What becomes of a row, or of one field of it, when the person is erased."""

    DELETE = "deleted"
    BLANK = "blanked"
    KEEP = "kept"


@dataclass(frozen=True)
class Subject:
    """Whose data is sought: a normalised e-mail address, and the account with it, if any."""

    email: str
    user_id: int | None = None


@dataclass(frozen=True)
class Retention:
    """How long rows are kept: `keep` after the moment in field `since`, for the reason in `basis`.

    Without `keep` the row lives as long as `basis` says, and goes with what it belongs to.
    """

    id: str
    basis: str
    keep: timedelta | None = None
    since: str = ""


@dataclass(frozen=True)
class Declaration:
    """What one model holds."""

    model: Model
    personal: Mapping[str, Category] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    purpose: str = ""
    about: Callable[[Subject], models.QuerySet[models.Model]] | None = None
    retention: Retention | None = None
    on_erasure: OnErasure = OnErasure.DELETE
    keep_because: str = ""
    holds_nobody_because: str = ""

    @property
    def holds_somebody(self) -> bool:
        return not self.holds_nobody_because

    @property
    def fields(self) -> frozenset[str]:
        return self.plain | frozenset(self.personal)


class DeclarationError(Exception):
    """A declaration contradicts its model or itself."""


declarations: dict[Model, Declaration] = {}


def declare(
    model: Model,
    *,
    purpose: str,
    about: Callable[[Subject], models.QuerySet[models.Model]],
    retention: Retention,
    personal: Mapping[str, Category],
    plain: Iterable[str] = (),
    on_erasure: OnErasure = OnErasure.DELETE,
    keep_because: str = "",
) -> None:
    """Declare that `model` holds personal data, field by field.

    `about` finds a person's rows; `plain` names the fields that tell nothing about anybody. Raises
    DeclarationError for a second declaration, a field in both, or KEEP without a reason.
    """
    if not purpose or not personal:
        raise DeclarationError(f"{model._meta.label}: name the purpose and the personal fields")
    if on_erasure is OnErasure.KEEP and not keep_because:
        raise DeclarationError(f"{model._meta.label}: say why the rows are kept")
    both = set(personal) & set(plain)
    if both:
        raise DeclarationError(f"{model._meta.label}: both personal and plain: {sorted(both)}")
    _add(
        Declaration(
            model=model,
            personal=dict(personal),
            plain=frozenset(plain),
            purpose=purpose,
            about=about,
            retention=retention,
            on_erasure=on_erasure,
            keep_because=keep_because,
        )
    )


def holds_nobody(model: Model, *fields: str, because: str) -> None:
    """Declare that `model` holds nothing about anybody, with its fields named one by one."""
    if not because:
        raise DeclarationError(f"{model._meta.label}: say why it holds nobody")
    _add(Declaration(model=model, plain=frozenset(fields), holds_nobody_because=because))


def _add(declaration: Declaration) -> None:
    label = declaration.model._meta.label
    if declaration.model in declarations:
        raise DeclarationError(f"{label} is declared twice")
    declarations[declaration.model] = declaration


def fields_of(model: Model) -> frozenset[str]:
    """Return the names of the model's columns, but for an automatic primary key."""
    return frozenset(
        column.name
        for column in model._meta.concrete_fields
        if not isinstance(column, models.AutoField)
    )
