"""System checks: every declaration can be carried out."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.utils.module_loading import import_string

from contactatonce.jobs.registry import policies
from privacy.erasure.destruction import row_parameters

from .registry import Declaration, about_somebody
from .relations import created_path, has_lasting_key

TELLING_NAMES = ("email", "phone")


@register("privacy")
def every_declaration_can_be_carried_out(
    app_configs: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return an error for each rule, row or column that the rights services cannot handle."""
    return [error for declaration in about_somebody() for error in check_declaration(declaration)]


@register("privacy")
def every_job_names_its_rows(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each `..._id` parameter of a job that is not named after a model."""
    return [
        Error(
            f"{path}: nobody can tell whose number {name} is.",
            hint="Call it <model>_id, such as lead_id: by that an erasure finds the queued job.",
            id="privacy.E013",
        )
        for path in policies
        for name in _numbers(path) - {name for _, _, name in row_parameters(path)}
    ]


def check_declaration(declaration: Declaration) -> Iterator[CheckMessage]:
    """Yield what export, erasure, ledger and retention cannot do with the rows."""
    rule = declaration.retention
    if rule is None or not rule.is_executable:
        yield Error(
            f"{declaration.label}: its retention rule is only words.",
            hint="Give keep and since, or follows, or expired=lambda rows, now: ...",
            id="privacy.E010",
        )
    elif rule.follows and not _goes_with(declaration, rule.follows):
        yield Error(
            f"{declaration.label}: it is said to follow {rule.follows}, and can outlive it.",
            hint="`follows` names a foreign key that cascades and cannot be null.",
            id="privacy.E010",
        )
    if not created_path(declaration.model) and not has_lasting_key(declaration.model):
        yield Error(
            f"{declaration.label}: nobody can tell when a row came to be.",
            hint="Declare created=: the erasure ledger needs it, for primary keys are used again.",
            id="privacy.E011",
        )
    for name in _unidentified(declaration):
        yield Error(
            f"{declaration.label}.{name} identifies somebody, and the sweep does not know.",
            hint="Declare it as Personal(Category.CONTACT, identifies=Kind.EMAIL) or Kind.PHONE.",
            id="privacy.E012",
        )


def _goes_with(declaration: Declaration, name: str) -> bool:
    column = declaration.model._meta.get_field(name)
    cascades = isinstance(column, models.ForeignKey) and (
        column.remote_field.on_delete is models.CASCADE
    )
    return cascades and not column.null


def _unidentified(declaration: Declaration) -> Iterator[str]:
    for name in declaration.personal:
        column = declaration.model._meta.get_field(name)
        is_text = isinstance(column, models.CharField | models.TextField)
        if is_text and name not in declaration.identifying and _is_telling(name, column):
            yield name


def _is_telling(name: str, column: Any) -> bool:
    return isinstance(column, models.EmailField) or any(word in name for word in TELLING_NAMES)


def _numbers(path: str) -> set[str]:
    """Return the parameters of a job that are integers by annotation and ids by name."""
    parameters = inspect.signature(import_string(path).func).parameters.values()
    return {
        each.name for each in parameters if each.name.endswith("_id") and each.annotation is int
    }
