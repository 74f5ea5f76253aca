"""The menu of a site as rows of a form."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contactatonce.brands.models import Brand
from contactatonce.lib.text import PlainTextField
from pages.models import MenuItem, Page

from .fields import TargetField
from .rows import RowForm, Rows, focus_new, read_rows, rearrange, rows_of

PREFIX = "item"
NAMES = ("label", "page", "target", "is_nested")


class MenuRow(RowForm):
    """One entry of a menu."""

    label = PlainTextField(
        label="Words", required=False, max_length=40, help_text="Empty: the title of the page."
    )
    page = forms.ModelChoiceField(
        Page.objects.none(),
        required=False,
        empty_label="No page",
        help_text="It shows in the menu while it is published.",
    )
    target = TargetField(
        label="Other address",
        required=False,
        help_text="Such as /#how, site:dealerchatblog or https://. Without page and address the "
        "entry is a heading over those below it.",
    )
    is_nested = forms.BooleanField(label="Under the entry above", required=False)

    def __init__(self, *args: Any, brand: Brand | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if brand is not None:
            pages = Page.objects.filter(brand=brand).only("title", "path")
            self.fields["page"].queryset = pages  # type: ignore[attr-defined]
            self.fields["page"].label_from_instance = (  # type: ignore[attr-defined]
                lambda page: f"{page.title} ({page.path})"
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        page, target = cleaned.get("page"), cleaned.get("target")
        if page and target:
            raise ValidationError("Choose a page or write an address, not both.")
        if not page and not cleaned.get("label"):
            self.add_error("label", "Only an entry for a page may go without words.")
        if cleaned.get("is_nested") and not page and not target and "target" not in self.errors:
            raise ValidationError("Only an entry of the first level can be a heading.")
        return cleaned


class MenuRows(Rows):
    """All entries; the first is of the first level."""

    def clean(self) -> None:
        if not any(self.errors) and (filled := self.filled()) and filled[0]["is_nested"]:
            raise ValidationError("The first entry cannot be nested.")


def formset(
    brand: Brand, data: QueryDict | None = None, initial: list[dict[str, Any]] | None = None
) -> Rows:
    """Return the rows of the menu of `brand`, as they were sent or as they begin."""
    wanted = rows_of(MenuRow, base=MenuRows)
    return wanted(data, prefix=PREFIX, form_kwargs={"brand": brand}, initial=initial)


def as_stored(brand: Brand) -> list[dict[str, Any]]:
    """Return the entries as the database has them, by the names of the fields."""
    rows = MenuItem.objects.filter(brand=brand.pk).order_by("position", "pk")
    return [
        {"label": r.label, "page": r.page_id, "target": r.target, "is_nested": r.is_nested}
        for r in rows
    ]


def rearranged(brand: Brand, data: QueryDict, action: str) -> Rows:
    """Return the rows that were sent after a button for them; nothing is checked."""
    rows = formset(brand, initial=rearrange(read_rows(data, PREFIX, MenuRow), action))
    focus_new(rows, action)
    return rows


def digest(entries: list[dict[str, Any]]) -> str:
    """Return a digest that detects a concurrent edit of the menu."""
    return hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:16]


def in_words(entries: list[dict[str, Any]]) -> str:
    """Return the entries as a person reads them, one a line."""
    return "\n".join(
        f"{'– ' if entry['is_nested'] else ''}{entry['label'] or '(title of the page)'} "
        f"{entry['target']}".rstrip()
        for entry in entries
    )
