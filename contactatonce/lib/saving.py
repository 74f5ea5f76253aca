"""Saving that never inserts a row again, never changes one, or changes typed columns alone."""

from typing import Any, TypeVar

from django import forms
from django.db import models

Row = TypeVar("Row", bound=models.Model)


class UpdateOnlyModel(models.Model):
    """A model whose stale instances cannot bring a deleted row back.

    Django's save() inserts where its update finds no row, so saving an instance that was loaded
    before an erasure would restore the person. Here that raises DatabaseError.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not kwargs.get("force_insert"):
            kwargs["force_update"] = True
        super().save(*args, **kwargs)


class AppendOnlyModel(models.Model):
    """A model whose rows are evidence: written once, never changed by save()."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self} is evidence; store another row instead of changing it.")
        super().save(*args, **kwargs)


class ChangesForm(forms.ModelForm[Row]):
    """A form that saves the changed fields alone: other columns may have changed since a read."""

    def save(self, commit: bool = True) -> Row:
        row: Row = super().save(commit=False)
        row.save(update_fields=self.changed_data)
        return row
