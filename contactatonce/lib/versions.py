"""Optimistic locking: every write to a row counts its version, a stale one raises Conflict."""

from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, models, transaction
from django.db.models import F

Row = TypeVar("Row", bound=models.Model)


class Conflict(DatabaseError):
    """The row was changed or deleted since it was read; nothing was stored."""


class VersionedQuerySet(models.QuerySet[Row]):
    """A QuerySet whose update() counts as a change of each row."""

    def update(self, **values: Any) -> int:
        return super().update(**{"version": F("version") + 1, **values})

    update.alters_data = True  # type: ignore[attr-defined]  # as Django's own, for templates


class Versioned(models.Model):
    """A row of which no two people overwrite each other's changes.

    A deleted row does not come back either, so a stale instance cannot restore an erased person.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert a new row; update a stored one, or raise Conflict."""
        if self._state.adding or kwargs.get("force_insert"):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            self.write()
            super().save(*args, **kwargs | {"force_update": True})

    def write(self, **columns: Any) -> None:
        """Update `columns` in one statement, here and in the database, or raise Conflict."""
        columns["version"] = self.version + 1
        rows = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not rows.update(**columns):
            raise Conflict(f"{self} was changed or deleted since version {self.version}")
        for name, value in columns.items():
            setattr(self, name, value)

    @classmethod
    def check(cls, **kwargs: Any) -> list[CheckMessage]:
        found: list[CheckMessage] = super().check(**kwargs)
        for manager in (cls._base_manager, cls._default_manager):
            if not isinstance(manager.all(), VersionedQuerySet):
                message = f"{manager} does not count versions: use a VersionedQuerySet."
                found.append(Error(message, obj=cls, id="contactatonce.E103"))
        return found
