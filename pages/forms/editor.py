"""The form of a section and its rows, as one editor."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from pages.models import Page

from .kinds import KINDS, SectionForm
from .rows import Rows, focus_new, read_form, read_rows, rearrange

BLANK_ROWS = 3
PREFIX = "row"


@dataclass
class SectionEditor:
    """The form of one section, its rows if it has any, and whether errors are shown."""

    kind: str
    form: SectionForm
    rows: Rows | None
    shows_errors: bool = False

    @classmethod
    def of(cls, kind: str, content: dict[str, Any] | None = None) -> "SectionEditor":
        """Return the editor of a section with `content`, or of a new one."""
        wanted = KINDS[kind]
        blank: list[dict[str, Any]] = [{} for _ in range(BLANK_ROWS)]
        rows = content.get(wanted.rows, []) if content is not None else blank
        return cls._with(kind, content or {}, rows)

    @classmethod
    def sent(cls, kind: str, data: QueryDict) -> "SectionEditor":
        """Return the editor of a form submission, to be validated."""
        formset = KINDS[kind].formset()
        rows = formset(data, prefix=PREFIX) if formset else None
        return cls(kind, KINDS[kind](data), rows, shows_errors=True)

    @classmethod
    def rearranged(cls, kind: str, data: QueryDict, action: str) -> "SectionEditor":
        """Return the editor after a row button was pressed; nothing is validated."""
        wanted = KINDS[kind]
        rows = rearrange(read_rows(data, PREFIX, wanted.row), action)
        editor = cls._with(kind, read_form(wanted(), data), rows)
        focus_new(editor.rows, action)
        return editor

    @classmethod
    def _with(
        cls, kind: str, initial: dict[str, Any], rows: list[dict[str, Any]]
    ) -> "SectionEditor":
        wanted = KINDS[kind]
        formset = wanted.formset()
        return cls(
            kind,
            wanted(initial=initial),
            formset(prefix=PREFIX, initial=rows) if formset else None,
        )

    def on(self, page: Page, key: str) -> "SectionEditor":
        """Return itself, as the editor of the section `key` of `page`; "" is one to be added."""
        said = [row["content"] for row in page.sections if row["key"] == key]
        self.form.limit_to(page.brand, said[0] if said else {})
        return self

    @property
    def media(self) -> Any:
        return self.form.media + self.rows.media if self.rows is not None else self.form.media

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def purpose(self) -> str:
        return KINDS[self.kind].purpose()

    @property
    def row_name(self) -> str:
        return self.form.row_name

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    def content(self) -> dict[str, Any]:
        """Return the content as the database stores it; call is_valid() first."""
        return self.form.content(self.rows.filled() if self.rows is not None else [])

    @property
    def has_faults(self) -> bool:
        return not self.is_valid()

    @property
    def faults(self) -> list[str]:
        """Return errors that belong to no field; errors of a field are shown beside it."""
        if not self.shows_errors:
            return []
        of_rows = self.rows.non_form_errors() if self.rows is not None else []
        return [*map(str, self.form.non_field_errors()), *map(str, of_rows)]
