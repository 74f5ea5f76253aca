"""System checks on the options of a ModelAdmin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.checks import ModelAdminChecks
from django.contrib.admin.utils import flatten
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models

MOST_ROWS = 100  # of an inline: all are fields of one form


class HouseChecks(ModelAdminChecks):
    """Find what makes a page slow: a query for each row, a DISTINCT, all rows of a table."""

    def check(self, admin_obj: Any, **kwargs: Any) -> list[CheckMessage]:
        return [
            *super().check(admin_obj, **kwargs),
            *self._check_joins(admin_obj),
            *self._check_filters(admin_obj),
            *self._check_inlines_are_bounded(admin_obj),
            *self._check_choices_are_bounded(admin_obj),
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

    def _check_inlines_are_bounded(self, obj: Any) -> list[CheckMessage]:
        return [
            Error(
                f"The inline {inline.__name__} shows every row of its table in one form.",
                hint=f"Set max_num, at most {MOST_ROWS}, or show the newest rows on the page.",
                obj=obj.__class__,
                id="contactatonce.E103",
            )
            for inline in obj.inlines
            if not 0 < (inline.max_num or 0) <= MOST_ROWS
        ]

    def _check_choices_are_bounded(self, obj: Any) -> list[CheckMessage]:
        return [
            Error(
                f"The field '{field.name}' offers every row of {field.related_model.__name__}.",
                hint="Add it to autocomplete_fields, or set is_short on that model's admin.",
                obj=obj.__class__,
                id="contactatonce.E104",
            )
            for field in related_fields(obj)
            if field.name not in obj.autocomplete_fields
            and not field.get_limit_choices_to()
            and not getattr(obj.admin_site._registry.get(field.related_model), "is_short", False)
        ]


def related_fields(obj: Any) -> Iterator[Any]:
    """Yield the relations that Django's change form of `obj` lets staff choose."""
    cls = type(obj)
    if cls.has_change_permission is not ModelAdmin.has_change_permission:
        return
    if cls.change_view is not ModelAdmin.change_view:
        return
    parts = obj.fieldsets or [(None, {"fields": obj.fields or ()})]
    chosen = set(flatten([flatten(list(part["fields"])) for _, part in parts]))
    for field in [*obj.opts.fields, *obj.opts.many_to_many]:
        is_chosen = field.name in chosen or not chosen
        is_left_out = field.name in (*obj.readonly_fields, *(obj.exclude or ()))
        is_relation = isinstance(field, models.ForeignKey | models.ManyToManyField)
        if is_relation and is_chosen and field.editable and not is_left_out:
            yield field


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
