"""Declaring what a form can ask: a question beside the column that keeps its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from privacy.registry import Category, Personal

Column = TypeVar("Column", bound="models.Field[Any, Any]")


@dataclass(frozen=True)
class Group:
    """A question with several fields: its name, its label, and why it is asked."""

    name: str
    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """How an answer is asked for, and what kind of personal data it is.

    A form shows `label`, `reason` and `missing` (the error message of a required field) unless
    staff worded them otherwise. `policy` is the name of the answer in clause P09 of the privacy
    policy, by default the label. `example` is what the made-up visitor of the proofs answers.
    `attrs` are HTML attributes. The field of `is_optional` may be empty in a required `group`.
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


def asked(column: Column, question: Question) -> Column:
    """Return `column`, declared as the one that keeps the answer to `question`."""
    vars(column)["question"] = question
    return column


def questions_of(model: type[models.Model]) -> dict[str, Question]:
    """Return the questions of `model` by column, in their order."""
    declared = {column.name: vars(column).get("question") for column in model._meta.local_fields}
    return {name: question for name, question in declared.items() if question}


def grouped(questions: Mapping[str, Question]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each question that a form can ask; most have one, a group several."""
    found: dict[str, tuple[str, ...]] = {}
    for column, question in questions.items():
        name = question.group.name if question.group else column
        found[name] = (*found.get(name, ()), column)
    return found
