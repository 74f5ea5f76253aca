"""The data map: what is stored, from the declarations, in plain words (P31)."""

from typing import Any

from django.utils.text import capfirst

from .registry import Category, Declaration, Model, OnErasure, about_somebody, declarations

ON_ERASURE = {
    OnErasure.DELETE: "Deleted.",
    OnErasure.BLANK: "Emptied; the rest of the record stays and points at nobody.",
}
Words = dict[str, Any]


def by_category() -> list[tuple[Category, list[Words]]]:
    """Return every category with the records that hold it, in the order of the policy."""
    held = sorted(about_somebody(), key=lambda declaration: declaration.title.lower())
    found = [
        (
            category,
            [
                {**describe(declaration), "fields": labels(declaration, category)}
                for declaration in held
                if category in declaration.personal.values()
            ],
        )
        for category in Category
    ]
    return [(category, records) for category, records in found if records]


def entries() -> list[Words]:
    """Return every declared model for staff, those with personal data first."""
    found = [
        {
            **describe(declaration),
            "label": declaration.label,
            "table": declaration.model._meta.db_table,
            "personal": [f"{name} ({kind.value})" for name, kind in declaration.personal.items()],
            "plain": sorted(declaration.plain),
            "rule": declaration.retention.id if declaration.retention else "",
            "holds_nobody_because": declaration.holds_nobody_because,
        }
        for declaration in declarations.values()
    ]
    return sorted(found, key=lambda entry: (bool(entry["holds_nobody_because"]), entry["label"]))


def describe(declaration: Declaration) -> Words:
    """Return what a row is, its purpose and source, how long it is kept, and what erasure does."""
    rule = declaration.retention
    return {
        "title": declaration.title,
        "what": sentence(declaration.model),
        "purpose": declaration.purpose,
        "source": declaration.source,
        "kept": f"{capfirst(rule.basis)}." if rule else "",
        "erasure": on_erasure(declaration) if declaration.holds_somebody else "",
    }


def on_erasure(declaration: Declaration) -> str:
    """Return what erasure does with the records, exceptions included."""
    words = [_outcome(declaration.on_erasure, declaration.keep_because, declaration.keep_until)]
    for exemption in declaration.exceptions:
        outcome = _outcome(exemption.on_erasure, exemption.because, exemption.until)
        words.append(f"Some of them otherwise: {outcome[0].lower()}{outcome[1:]}")
    return " ".join(words)


def _outcome(fate: OnErasure, because: str, until: str) -> str:
    if fate is OnErasure.KEEP:
        return f"Kept{f' {until}' if until else ''}. {because}"
    return f"{ON_ERASURE[fate]} {because}".strip()


def labels(declaration: Declaration, category: Category) -> list[str]:
    """Return the names of the fields that hold data of `category`."""
    return [
        field_label(declaration.model, name)
        for name, held in declaration.personal.items()
        if held is category
    ]


def field_label(model: Model, name: str) -> str:
    """Return the field's name as the admin shows it."""
    field = model._meta.get_field(name)
    return capfirst(str(getattr(field, "verbose_name", name)))


def sentence(model: Model) -> str:
    """Return the docstring sentence that says what a row is; "" for Django's generated one."""
    text = (model.__doc__ or "").split("\n\n")[0].strip()
    return "" if text.startswith(f"{model.__name__}(") else " ".join(text.split())
