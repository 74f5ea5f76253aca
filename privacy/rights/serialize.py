"""Serialize a field's value for an access export, with other people's data masked."""

import base64
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.fields.files import FieldFile

from contactatonce.lib.email_addresses import normalize
from privacy.registry import Subject

SELF, STAFF, OTHER = "you", "staff", "somebody else"
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")
User = get_user_model()


class Masking:
    """Keep the subject's own data and mask that of others."""

    def __init__(self, subject: Subject) -> None:
        self.own = subject.email
        self.own_accounts = set(subject.keys(User))
        rows = User._base_manager.filter(is_staff=True).exclude(pk__in=self.own_accounts)
        staff = list(rows.values_list("pk", "email", "display_name"))
        self.staff = {pk for pk, _, _ in staff}
        self.staff_addresses = {email for _, email, _ in staff}
        names = sorted({name for _, _, name in staff if name.strip()}, key=len, reverse=True)
        self.staff_names = re.compile(
            "|".join(rf"\b{re.escape(name)}\b" for name in names) or r"(?!)"
        )

    def account(self, user_id: Any) -> str:
        """Return the role of an account without its name."""
        if user_id in self.own_accounts:
            return SELF
        return STAFF if user_id in self.staff else OTHER

    def text(self, text: str) -> str:
        """Return `text` with other people's e-mail addresses and the names of staff masked."""
        text = EMAIL.sub(self._address, text)
        return self.staff_names.sub(STAFF, text)

    def _address(self, found: re.Match[str]) -> str:
        address = normalize(found[0])
        if address == self.own:
            return found[0]
        return f"[{STAFF}]" if address in self.staff_addresses else f"[{OTHER}]"


def value_of(
    row: models.Model, column: models.Field[Any, Any], masking: Masking, tell: Callable[[str], str]
) -> Any:
    """Return the value of `column` in `row` as JSON, its text as `tell` tells it.

    A choice becomes its label, a foreign key its target, an account its role.
    """
    if column.many_to_many:
        return [str(other) for other in getattr(row, column.name).all()]
    if isinstance(column, models.ForeignKey):
        key = getattr(row, column.attname)
        if key is not None and issubclass(column.related_model, User):
            return masking.account(key)
        return None if key is None else tell(str(getattr(row, column.name)))
    value = getattr(row, column.attname)
    if isinstance(value, FieldFile):
        return value.name or None
    if column.choices and value not in (None, ""):
        return str(dict(column.flatchoices).get(value, value))
    return plain(value, tell)


def plain(value: Any, tell: Callable[[str], str]) -> Any:
    """Return `value` as JSON, with its text as `tell` tells it."""
    if isinstance(value, str):
        return tell(value)
    if isinstance(value, dict):
        return {str(key): plain(item, tell) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item, tell) for item in value]
    for kind, convert in CONVERTERS.items():
        if isinstance(value, kind):
            return convert(value)
    return tell(str(value))


CONVERTERS: dict[type | tuple[type, ...], Callable[[Any], Any]] = {
    (bool, int, float, type(None)): lambda value: value,
    (datetime, date, time): lambda value: value.isoformat(),
    (timedelta, Decimal, UUID): str,
    (bytes, memoryview): lambda value: base64.b64encode(bytes(value)).decode("ascii"),
}
