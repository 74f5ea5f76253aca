"""Execute a plan: delete rows and their traces in logs, jobs and caches."""

import inspect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast, Concat
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.registry import policies
from privacy.hooks import after_deletion
from privacy.registry import Declaration, Model, OnErasure, declarations
from privacy.relations import children_first

from .plan import Plan

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class StoredFile:
    """A file that belongs to a row: its field, which knows the storage, and its name there."""

    model: str
    field: str
    name: str

    def delete(self) -> None:
        """Delete the file, if it still exists."""
        column = apps.get_model(self.model)._meta.get_field(self.field)
        assert isinstance(column, models.FileField)  # noqa: S101  that is how it was found
        column.storage.delete(self.name)


def destroy(plan: Plan) -> list[StoredFile]:
    """Blank and delete what `plan` says in the caller's transaction.

    Return the files to delete once the transaction is committed.
    """
    deleted = plan.by_model(OnErasure.DELETE)
    blanked = plan.by_model(OnErasure.BLANK)
    gone = {model: [*deleted.get(model, []), *blanked.get(model, [])] for model in plan.rows}
    gone = {model: keys for model, keys in gone.items() if keys}
    files = list(_files(gone))
    forget_jobs(gone)
    overwrite_admin_log(gone)
    for model, keys in blanked.items():
        blank(model, keys)
    for model in children_first(list(deleted)):
        for part in parts(sorted(deleted[model], reverse=True)):  # before their targets
            model._base_manager.filter(pk__in=part).delete()
        for count in after_deletion:
            count(model, deleted[model])
    return files


def blank(model: Model, keys: list[Any]) -> None:
    """Overwrite the personal fields of rows that are kept."""
    declaration = declarations[model]
    rows = model._base_manager.filter(pk__in=keys)
    values = blank_values(declaration)
    if values:
        rows.update(**values)
    for column in model._meta.local_many_to_many:
        if column.name in declaration.personal:
            through = getattr(model, column.name).through
            through._base_manager.filter(**{f"{column.m2m_field_name()}__in": keys}).delete()


def not_blank(model: Model, keys: Collection[Any]) -> list[Any]:
    """Return those of `keys` whose personal columns are not blank."""
    values = blank_values(declarations[model])
    rows = model._base_manager.filter(pk__in=list(keys))
    nulls = {f"{name}__isnull": True for name, value in values.items() if value is None}
    others = {name: value for name, value in values.items() if value is not None}
    return list(rows.exclude(**nulls, **others).values_list("pk", flat=True)) if values else []


def blank_values(declaration: Declaration) -> dict[str, Any]:
    """Return the blank value of each personal column: the declared one, or an empty one.

    Columns without an empty value are left out: primary keys, foreign keys and dates that may not
    be null, and columns that the database computes.
    """
    values = dict(declaration.blanks)
    for name in declaration.personal:
        column = declaration.model._meta.get_field(name)
        if not isinstance(column, models.Field) or column.many_to_many:
            continue
        if name in values or not _can_be_blank(column):
            continue
        values[name] = _empty(column)
    return values


def overwrite_admin_log(rows: Mapping[Model, Collection[Any]]) -> None:
    """Keep who did what and when in the admin log, and remove the content of the records."""
    for model, keys in rows.items():
        log = LogEntry.objects.filter(content_type_id__in=_content_types(model))
        name = Value(f"Erased {model._meta.verbose_name} ")
        for part in parts([str(key) for key in keys]):
            log.filter(object_id__in=part).update(
                object_repr=Concat(name, Cast(F("object_id"), models.CharField())),
                change_message="",
            )


def forget_jobs(rows: Mapping[Model, Collection[Any]]) -> None:
    """Delete queued and finished jobs that name one of `rows`; a running one ends by itself."""
    for path, parameters in _jobs_by_model().items():
        condition = Q()
        for model, index, name in parameters:
            keys = [key if isinstance(key, int) else str(key) for key in rows.get(model, ())]
            if keys:
                condition |= Q(**{f"args_kwargs__args__{index}__in": keys})
                condition |= Q(**{f"args_kwargs__kwargs__{name}__in": keys})
        if condition:
            jobs = DBTaskResult.objects.filter(condition, task_path=path)
            jobs.exclude(status=TaskResultStatus.RUNNING).delete()


def _files(rows: Mapping[Model, list[Any]]) -> Iterator[StoredFile]:
    for model, keys in rows.items():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                found = model._base_manager.filter(pk__in=keys).exclude(**{column.name: ""})
                for name in found.order_by().values_list(column.name, flat=True):
                    if isinstance(name, FieldFile):
                        name = name.name
                    if name:
                        yield StoredFile(model._meta.label, column.name, name)


def _can_be_blank(column: models.Field[Any, Any]) -> bool:
    if column.primary_key or isinstance(column, models.GeneratedField):
        return False
    fixed = (models.ForeignKey, models.DateField, models.TimeField, models.UUIDField)
    return column.null or not isinstance(column, fixed)


def _empty(column: models.Field[Any, Any]) -> Any:
    if column.null:
        return None
    if column.unique:
        return Concat(Value("erased-"), Cast(F("pk"), models.CharField()))
    if column.has_default():
        return column.get_default()
    if isinstance(column, models.JSONField):
        return {}
    return "" if column.empty_strings_allowed else 0


def _content_types(model: Model) -> list[int]:
    """Return the ids of the content types of `model` and of its proxies."""
    kin = [other for other in apps.get_models() if other._meta.concrete_model is model]
    found = ContentType.objects.get_for_models(*kin, for_concrete_models=False)
    return [content_type.pk for content_type in found.values()]


@cache
def _jobs_by_model() -> dict[str, list[tuple[Model, int, str]]]:
    """Return the parameters of each job that name a row: model, position and name."""
    return {path: parameters for path in policies if (parameters := list(row_parameters(path)))}


def row_parameters(path: str) -> Iterator[tuple[Model, int, str]]:
    """Yield the parameters of the job at `path` that are named after a model: lead_id, user_id.

    Models of two apps with the same name are told apart by their apps: leads_event_id.
    """
    by_name: dict[str, list[Model]] = {}
    for model in apps.get_models():
        name, found = model._meta.model_name or "", model._meta.concrete_model or model
        for key in (name, model._meta.app_label.replace("_", "") + name):
            by_name.setdefault(key, []).append(found)
    names = inspect.signature(import_string(path).func).parameters
    for index, name in enumerate(names):
        model_name = name.removesuffix("_id").replace("_", "")
        named = by_name.get(model_name, [])
        if name.endswith("_id") and len(named) == 1:
            yield named[0], index, name


def parts(keys: list[Any]) -> Iterator[list[Any]]:
    """Yield `keys` in lists short enough for one statement."""
    for start in range(0, len(keys), MOST_AT_ONCE):
        yield keys[start : start + MOST_AT_ONCE]
