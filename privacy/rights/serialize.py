"""Serialize a field's value for an access export, with other people's data masked."""

import base64
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.fields.files import FieldFile

from contactatonce.lib.email_addresses import normalize
from privacy.registry import Subject

SELF, STAFF, OTHER = "you", "staff", "somebody else"
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
User = get_user_model()


class Masking:
    """Keep the subject's own data and mask that of others."""

    def __init__(self, subject: Subject) -> None:
        self.own = subject.email
        self.own_accounts = set(subject.keys(User))

    def as_is(self) -> "Unmasked":
        """Return the person's own text unchanged."""
        return Unmasked(self)

    def account(self, user_id: Any) -> str:
        """Return the role of an account without its name."""
        if user_id in self.own_accounts:
            return SELF
        return STAFF if user_id in self._staff_ids else OTHER

    def text(self, text: str) -> str:
        """Return `text` with other people's e-mail addresses and the names of staff masked."""
        text = EMAIL.sub(self._address, text)
        return self._names.sub(STAFF, text) if self._names else text

    def _address(self, found: re.Match[str]) -> str:
        address = normalize(found[0])
        if address == self.own:
            return found[0]
        return f"[{STAFF}]" if address in self._staff_addresses else f"[{OTHER}]"

    @cached_property
    def _staff(self) -> list[tuple[Any, str, str]]:
        rows = User._base_manager.filter(is_staff=True).exclude(pk__in=self.own_accounts)
        return list(rows.values_list("pk", "email", "display_name"))

    @cached_property
    def _staff_ids(self) -> set[Any]:
        return {key for key, _, _ in self._staff}

    @cached_property
    def _staff_addresses(self) -> set[str]:
        return {email for _, email, _ in self._staff}

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        names = sorted({name for _, _, name in self._staff if name.strip()}, key=len, reverse=True)
        if not names:
            return None
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


class Unmasked(Masking):
    """Keep text unchanged; accounts are still shown by role."""

    def __init__(self, masking: Masking) -> None:
        self.__dict__ = masking.__dict__

    def text(self, text: str) -> str:
        return text


def value_of(row: models.Model, column: models.Field[Any, Any], masking: Masking) -> Any:
    """Return the value of `column` in `row` as JSON.

    A choice becomes its label, a foreign key its target, an account its role.
    """
    if column.many_to_many:
        return [str(other) for other in getattr(row, column.name).all()]
    if isinstance(column, models.ForeignKey):
        return _related(row, column, masking)
    value = getattr(row, column.attname)
    if isinstance(value, FieldFile):
        return value.name or None
    if column.choices and value not in (None, ""):
        return str(dict(column.flatchoices).get(value, value))
    return plain(value, masking)


def plain(value: Any, masking: Masking) -> Any:
    """Return `value` as JSON, with text masked."""
    if isinstance(value, str):
        return masking.text(value)
    if isinstance(value, dict):
        return {str(key): plain(item, masking) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item, masking) for item in value]
    for kind, tell in TELLERS.items():
        if isinstance(value, kind):
            return tell(value)
    return masking.text(str(value))


def _related(row: models.Model, column: models.ForeignKey[Any, Any], masking: Masking) -> Any:
    key = getattr(row, column.attname)
    if key is None:
        return None
    if issubclass(column.related_model, User):
        return masking.account(key)
    return masking.text(str(getattr(row, column.name)))


TELLERS: dict[type | tuple[type, ...], Callable[[Any], Any]] = {
    (bool, int, float, type(None)): lambda value: value,
    (datetime, date, time): lambda value: value.isoformat(),
    (timedelta, Decimal, UUID): str,
    (bytes, memoryview): lambda value: base64.b64encode(bytes(value)).decode("ascii"),
}
