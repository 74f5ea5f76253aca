"""System checks: every field of every model is declared, and can be handled as declared."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.module_loading import import_string

from contactatonce.jobs.registry import policies
from contactatonce.lib.email_addresses import EmailField
from privacy.erasure.destruction import row_parameters

from .registry import Declaration, Model, Retention, about_somebody, declarations, fields_of
from .relations import created_path, has_numbered_key

TELLING_NAMES = ("email", "phone")


@register("privacy")
def every_field_is_declared(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each model and field that is undeclared, or declared in vain."""
    installed = {
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy  # a proxy has no fields of its own
    }
    errors: list[CheckMessage] = [error for model in installed for error in check_model(model)]
    errors += [
        Error(
            f"{model._meta.label} is declared but not installed.",
            hint="Remove its declaration from personal_data.py.",
            obj=model,
            id="privacy.E003",
        )
        for model in declarations
        if model not in installed and not model._meta.abstract
    ]
    errors += check_retention()
    return sorted(errors, key=lambda error: error.msg)


def check_model(model: Model) -> Iterator[CheckMessage]:
    """Yield the faults in the declaration of one model."""
    label = model._meta.label
    if model not in declarations:
        if not model._meta.auto_created:  # a many-to-many table is declared with its field
            hint = to_paste(model)
            yield Error(f"{label} is not declared.", hint=hint, obj=model, id="privacy.E001")
        return
    declared, columns = declarations[model].fields, fields_of(model)
    for name in columns - declared:
        yield Error(
            f"{label}.{name} is not declared.",
            hint="Is it personal? Name it in the model's declaration under personal or plain.",
            obj=model,
            id="privacy.E002",
        )
    for name in declared - columns:
        yield Error(
            f"{label}.{name} is declared, but there is no such field.",
            hint="Remove it from the model's declaration.",
            obj=model,
            id="privacy.E004",
        )


def to_paste(model: Model) -> str:
    """Return where to declare a model and how, as code to complete."""
    label, name = model._meta.app_label, model.__name__
    module = apps.get_app_config(label).name
    home = settings.BASE_DIR / module / "personal_data.py"
    fields = " ".join(sorted(fields_of(model)))
    return (
        f"In {f'{module}/' if home.exists() else 'privacy/'}personal_data.py write either\n"
        f'    holds_nobody({name}, "{fields}", because="...")\n'
        "or, with each personal field in the one list and the others in the other,\n"
        f'    declare({name}, purpose="...", about=lambda subject: ..., retention=Retention(...), '
        f'personal={{...}}, plain="{fields}")'
    )


def check_retention() -> Iterator[CheckMessage]:
    """Yield the faults in a retention rule."""
    known: dict[str, Retention] = {}
    for declaration in declarations.values():
        rule = declaration.retention
        if rule is None:
            continue
        if known.setdefault(rule.id, rule) != rule:
            yield Error(
                f"{declaration.label}: another model's retention has the id {rule.id} too.",
                hint="Share one Retention between them, or give each an id of its own.",
                obj=declaration.model,
                id="privacy.E005",
            )
        yield from check_paths(declaration, rule)


def check_paths(declaration: Declaration, rule: Retention) -> Iterator[CheckMessage]:
    """Yield an error for a rule that names a missing field or one of the wrong type."""
    for role, path, kind in (
        *(("since", moment, models.DateField) for moment in rule.since.split()),
        ("follows", rule.follows, models.ForeignKey),
        ("created", declaration.created, models.DateField),
    ):
        if path and not isinstance(field_at(declaration.model, path), kind):
            yield Error(
                f'{declaration.label}: {role} names "{path}", which is no {kind.__name__}.',
                hint="Name a field of the model, or a path to one with double underscores.",
                obj=declaration.model,
                id="privacy.E006",
            )


def field_at(model: Model, path: str) -> Any:
    """Return the field at the end of `path` ("lead__inquiry__received_at"), or None."""
    found: Any = None
    for name in path.split("__"):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found


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
            f"{path}: no one can tell whose number {name} is.",
            hint="Call it <model>_id, such as lead_id, or <app>_<model>_id if two models have the "
            "name: by that an erasure finds the queued job.",
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
    if not created_path(declaration.model) and has_numbered_key(declaration.model):
        yield Error(
            f"{declaration.label}: no one can tell when a row came to be.",
            hint="Declare created=: the erasure ledger needs it, for primary keys are used again.",
            id="privacy.E011",
        )
    for name in _unidentified(declaration):
        yield Error(
            f"{declaration.label}.{name} identifies a person, and the sweep does not know.",
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
        is_telling = isinstance(column, EmailField) or any(word in name for word in TELLING_NAMES)
        if is_text and is_telling and name not in declaration.identifying:
            yield name


def _numbers(path: str) -> set[str]:
    """Return the parameters of a job that are integers by annotation and ids by name."""
    parameters = inspect.signature(import_string(path).func).parameters.values()
    return {
        each.name for each in parameters if each.name.endswith("_id") and each.annotation is int
    }


@register("privacy", deploy=True)
def opt_outs_have_a_key(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return a warning while the opt-out list depends on SECRET_KEY, whose change would lose it."""
    if settings.SUPPRESSION_KEY:
        return []
    return [
        Warning(
            "SUPPRESSION_KEY is not set, so opt-outs are recognized by a key made from SECRET_KEY.",
            hint=(
                "Set SUPPRESSION_KEY to a long random value, keep a copy apart from the data, and "
                "put keys that it replaces into SUPPRESSION_KEY_FALLBACKS."
            ),
            id="privacy.W001",
        )
    ]
