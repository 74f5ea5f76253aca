"""Declarations of questions beside the columns that store their answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from privacy.registry import Category, Personal

Column = TypeVar("Column", bound="models.Field[Any, Any]")


@dataclass(frozen=True)
class Group:
    """A question with several fields: its name, its label and its reason."""

    name: str
    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """The wording of a question and the kind of personal data it asks for.

    Staff can replace `label` and `reason` in each form. `missing` is the error message of an empty
    field. `policy` is the name of the answer in clause P09 of the privacy policy, by default the
    label. `example` is the answer of the made-up visitor in the proofs. `attrs` are HTML
    attributes. With `is_optional` a field may be empty in a required `group`.
    """

    label: str
    personal: Category | Personal
    example: str
    reason: str = ""
    missing: str = ""
    policy: str = ""
    group: Group | None = None
    is_optional: bool = False
    lines: int = 1
    attrs: Mapping[str, str] = field(default_factory=dict)

    @property
    def name_in_policy(self) -> str:
        return self.policy or (self.group or self).label.lower()

    def stored_in(self, column: Column) -> Column:
        """Declare `column` as the storage of the answers and return it."""
        vars(column)["question"] = self
        return column


def questions_of(model: type[models.Model]) -> dict[str, Question]:
    """Return the questions of `model` by column, in order."""
    declared = {column.name: vars(column).get("question") for column in model._meta.local_fields}
    return {name: question for name, question in declared.items() if question}


def grouped(questions: Mapping[str, Question]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each question that a form can ask; a group has several."""
    found: dict[str, tuple[str, ...]] = {}
    for column, question in questions.items():
        name = question.group.name if question.group else column
        found[name] = (*found.get(name, ()), column)
    return found
