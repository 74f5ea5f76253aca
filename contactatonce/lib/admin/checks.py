"""System checks on the options of a ModelAdmin."""

from typing import Any

from django.contrib.admin.checks import ModelAdminChecks
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models


class HouseChecks(ModelAdminChecks):
    """Find what makes a list slow: a related object per row, a DISTINCT over the table."""

    def check(self, admin_obj: Any, **kwargs: Any) -> list[CheckMessage]:
        return [
            *super().check(admin_obj, **kwargs),
            *self._check_joins(admin_obj),
            *self._check_filters(admin_obj),
        ]

    def _check_joins(self, obj: Any) -> list[CheckMessage]:
        joined = {path.partition("__")[0] for path in obj.list_select_related or ()}
        return [
            Error(
                f"list_display shows the related object '{name}' with one query for each row.",
                hint=f"Add '{name}' to list_select_related.",
                obj=obj.__class__,
                id="contactatonce.E101",
            )
            for name in obj.list_display
            if is_relation(obj.model, name) and name not in joined
        ]

    def _check_filters(self, obj: Any) -> list[CheckMessage]:
        return [
            Error(
                f"list_filter '{name}' reads its choices from the table.",
                hint="Use a field with choices or a ChoiceFilter; (field, class) skips this.",
                obj=obj.__class__,
                id="contactatonce.E102",
            )
            for name in obj.list_filter
            if isinstance(name, str) and not has_fixed_choices(obj.model, name)
        ]


def is_relation(model: type[models.Model], name: Any) -> bool:
    """Return whether `name` is a foreign key of `model`."""
    try:
        return isinstance(model._meta.get_field(name), models.ForeignKey)
    except (FieldDoesNotExist, TypeError, AttributeError):
        return False


def has_fixed_choices(model: type[models.Model], name: str) -> bool:
    """Return whether a filter on field `name` knows its choices without a query."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_plain = isinstance(field, models.BooleanField | models.DateField)
    return is_plain or bool(getattr(field, "choices", None))
