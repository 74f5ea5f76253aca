"""The guard: no field of any installed model, ours or a package's, without a declaration."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .registry import Model, declarations, fields_of


@register("privacy")
def every_field_is_declared(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each undeclared model and field, and for each that is declared in vain."""
    installed = {
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy  # a proxy has no field of its own
    }
    errors = [error for model in installed for error in check_model(model)]
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
    return sorted(errors, key=lambda error: error.msg)


def check_model(model: Model) -> list[CheckMessage]:
    """Return what is wrong with the declaration of one model."""
    label = model._meta.label
    if model not in declarations:
        if model._meta.auto_created:
            return []  # the rows of a many-to-many table are declared with the field, see below
        return [
            Error(
                f"{label} is not declared.",
                hint=(
                    f"Say in {model._meta.app_label}/personal_data.py what {label} holds: "
                    f"declare({model.__name__}, ...) or holds_nobody({model.__name__}, ...), "
                    f"with these fields: {', '.join(sorted(fields_of(model)))}."
                ),
                obj=model,
                id="privacy.E001",
            )
        ]
    declared = declarations[model].fields
    columns = fields_of(model) | {field.name for field in model._meta.local_many_to_many}
    return [
        Error(
            f"{label}.{name} is not declared.",
            hint="Is it personal? Name it in the model's declaration under personal or plain.",
            obj=model,
            id="privacy.E002",
        )
        for name in columns - declared
    ] + [
        Error(
            f"{label}.{name} is declared, but there is no such field.",
            hint="Remove it from the model's declaration.",
            obj=model,
            id="privacy.E004",
        )
        for name in declared - columns
    ]


@register("privacy", deploy=True)
def opt_outs_have_a_key(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return a warning while the opt-out list hangs on SECRET_KEY, whose change would lose it."""
    if settings.SUPPRESSION_KEY:
        return []
    return [
        Warning(
            "SUPPRESSION_KEY is not set, so opt-outs are recognised by a key made from SECRET_KEY.",
            hint=(
                "Set SUPPRESSION_KEY to a long random value, keep a copy apart from the data, and "
                "put keys that it replaces into SUPPRESSION_KEY_FALLBACKS."
            ),
            id="privacy.W001",
        )
    ]
