"""The data map: stored data by category, from the declarations, in plain words (P31)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from .registry import Category, Declaration, OnErasure, declarations

ON_ERASURE = {
    OnErasure.DELETE: "Deleted.",
    OnErasure.BLANK: "Emptied; the rest of the record stays and points at nobody.",
}


@dataclass(frozen=True)
class Record:
    """One kind of record that holds data of one category."""

    name: str
    what: str
    fields: tuple[str, ...]
    purpose: str
    source: str
    kept: str
    on_erasure: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A category of data with the records that hold it."""

    category: Category
    records: tuple[Record, ...]

    @property
    def title(self) -> str:
        return capfirst(self.category.value)

    @property
    def anchor(self) -> str:
        return self.category.name.lower()


def sections() -> list[Section]:
    """Return every category with stored data, in the order of the policy."""
    held = [declaration for declaration in declarations.values() if declaration.holds_somebody]
    found = [
        Section(
            category,
            tuple(
                describe(declaration, category)
                for declaration in by_name(held)
                if category in declaration.personal.values()
            ),
        )
        for category in Category
    ]
    return [section for section in found if section.records]


@dataclass(frozen=True)
class Entry:
    """One model with its declaration, for staff."""

    label: str
    table: str
    what: str
    personal: tuple[str, ...]
    plain: tuple[str, ...]
    rule: str
    kept: str
    on_erasure: tuple[str, ...]
    holds_nobody_because: str


def entries() -> list[Entry]:
    """Return every declared model, those with personal data first."""
    found = [
        Entry(
            label=declaration.label,
            table=declaration.model._meta.db_table,
            what=_first_paragraph(declaration),
            personal=tuple(
                f"{name} ({category.value})" for name, category in declaration.personal.items()
            ),
            plain=tuple(sorted(declaration.plain)),
            rule=declaration.retention.id if declaration.retention else "",
            kept=declaration.retention.basis if declaration.retention else "",
            on_erasure=tuple(erasure_words(declaration)) if declaration.holds_somebody else (),
            holds_nobody_because=declaration.holds_nobody_because,
        )
        for declaration in declarations.values()
    ]
    return sorted(found, key=lambda entry: (bool(entry.holds_nobody_because), entry.label))


def by_name(found: Iterable[Declaration]) -> list[Declaration]:
    return sorted(found, key=lambda declaration: _name(declaration).lower())


def describe(declaration: Declaration, category: Category) -> Record:
    """Return what the model of `declaration` holds of `category`, for readers."""
    return Record(
        name=_name(declaration),
        what=_first_paragraph(declaration),
        fields=tuple(
            field_label(declaration, field)
            for field, held in declaration.personal.items()
            if held is category
        ),
        purpose=declaration.purpose,
        source=declaration.source,
        kept=capfirst(declaration.retention.basis) + "." if declaration.retention else "",
        on_erasure=tuple(erasure_words(declaration)),
    )


def erasure_words(declaration: Declaration) -> list[str]:
    """Return what erasure does with the records, exceptions included."""
    words = [_outcome(declaration.on_erasure, declaration.keep_because, declaration.keep_until)]
    for exemption in declaration.exceptions:
        outcome = _outcome(exemption.on_erasure, exemption.because, exemption.until)
        words.append(f"Some of them otherwise: {outcome[0].lower()}{outcome[1:]}")
    return words


def _outcome(on_erasure: OnErasure, because: str, until: str) -> str:
    if on_erasure is OnErasure.KEEP:
        return f"Kept{f' {until}' if until else ''}. {because}"
    outcome = ON_ERASURE[on_erasure]
    return f"{outcome} {because}" if because else outcome


def field_label(declaration: Declaration, name: str) -> str:
    """Return the field's name as the admin shows it."""
    field = declaration.model._meta.get_field(name)
    return str(capfirst(str(getattr(field, "verbose_name", name))))


def _name(declaration: Declaration) -> str:
    return str(capfirst(str(declaration.model._meta.verbose_name_plural)))


def _first_paragraph(declaration: Declaration) -> str:
    """Return the docstring sentence that says what a row is; "" for Django's generated one."""
    text = (declaration.model.__doc__ or "").split("\n\n")[0].strip()
    is_generated = text.startswith(f"{declaration.model.__name__}(")
    return "" if is_generated else " ".join(text.split())
