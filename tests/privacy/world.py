"""A synthetic person with a marker in every personal field of every declared model.

It is built from the declarations, so a field or a model that is declared tomorrow is planted too.
"""

import itertools
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from contactatonce.accounts.models import Session, User
from contactatonce.accounts.sessions import SessionStore
from contactatonce.brands.models import Brand
from privacy import fingerprints
from privacy.fingerprints import AboutAddress
from privacy.models import Suppression
from privacy.registry import Declaration, Kind, Subject, about_somebody, declarations
from privacy.relations import children_first

NUMBERS = itertools.count(1000)


class World:
    """Everything that one person has left: `rows` by model, `markers` by (model, field)."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.email = f"{who}.{next(NUMBERS)}@example.com"
        self.phone = f"+1404555{next(NUMBERS)}"
        self.rows: dict[type[models.Model], Any] = {}
        self.markers: dict[tuple[type[models.Model], str], str] = {}
        declared = {declaration.model: declaration for declaration in about_somebody()}
        for model in reversed(children_first(list(declared))):
            if model is not Session:
                self.rows[model] = self.plant(declared[model])
        self.rows[Session] = self.plant_session()

    @property
    def subject(self) -> Subject:
        return Subject(self.email, self.rows[User].pk)

    @property
    def texts(self) -> set[str]:
        """Return everything that must not be found once the person is erased."""
        return {*self.markers.values(), self.email, self.phone[-9:]}

    def plant(self, declaration: Declaration) -> models.Model:
        """Store one row with a marker in each personal field that can carry one."""
        values = {
            column.name: value
            for column in declaration.model._meta.concrete_fields
            if (value := self.value(declaration, column)) is not None
        }
        if declaration.model is Suppression:  # stopping notices needs the mailed link
            values["reason"] = Suppression.Reason.LINK
        if declaration.label == "forum.Draft":
            values.pop("topic")  # a draft is for one place
        if issubclass(declaration.model, AboutAddress):
            values |= fingerprints.columns_about(self.email)
        row = declaration.model(**values)
        row.save(force_insert=True)
        self.leave_out_computed(row)
        return row

    def leave_out_computed(self, row: models.Model) -> None:
        """Expect no marker of its own in a column that save() has made out of another one."""
        own = {name: text for (model, name), text in self.markers.items() if model is type(row)}
        for name, text in own.items():
            value = str(getattr(row, name))
            if text not in value and any(other in value for other in own.values()):
                del self.markers[type(row), name]

    def plant_session(self) -> Session:
        """Sign the person in: the data of a session is encoded."""
        store = SessionStore()
        store["_auth_user_id"] = str(self.rows[User].pk)
        store["note"] = self.mark(Session, "session_data")
        store.create()
        return Session.objects.get(pk=store.session_key)

    def value(self, declaration: Declaration, column: models.Field) -> Any:
        """Return what to plant in a column; None leaves it to the model's own default."""
        is_personal = column.name in declaration.personal
        kind = declaration.identifying.get(column.name)
        if isinstance(column, models.GeneratedField | models.AutoField):
            return None
        if isinstance(column, models.ForeignKey):
            return self.related(column)
        if kind is Kind.EMAIL:
            return self.email
        if kind is Kind.PHONE:
            return self.phone
        if isinstance(column, models.FileField):
            return ContentFile(self.mark(declaration.model, column.name).encode(), name="x.txt")
        if column.choices:
            return None if column.blank and not is_personal else column.choices[0][0]
        if column.has_default() and not (is_personal and is_text(column)):
            return None
        if isinstance(column, models.JSONField):
            return {"note": self.mark(declaration.model, column.name)} if is_personal else []
        if is_text(column):
            marker = self.mark(declaration.model, column.name, kind, column.max_length)
            return marker if is_personal else f"p{next(NUMBERS)}"
        if column.null:
            return None
        if isinstance(column, models.DateField):
            return timezone.now()
        return next(NUMBERS) if is_in_a_unique_set(column) else 1

    def mark(
        self, model: type[models.Model], field: str, kind: Kind | None = None, most: int | None = 99
    ) -> str:
        """Return a unique text, and remember where it was planted."""
        text = f"mk{self.who}{next(NUMBERS)}"[: most or 99]
        marker = f"{text} Worldling" if kind is Kind.NAME else text
        if field in declarations[model].personal:
            self.markers[model, field] = marker
        return marker

    def related(self, column: models.ForeignKey) -> models.Model | None:
        """Return the person's own row of that model, or a shared one that says nothing."""
        target = column.related_model
        if target in self.rows:
            return self.rows[target]
        if target is Brand:
            return Brand.objects.order_by("pk").first()
        if target is ContentType:
            return ContentType.objects.order_by("pk").first()
        if column.null:
            return None
        shared = target._base_manager.order_by("pk").first()
        return shared or self.plain_row(target)

    def plain_row(self, model: type[models.Model]) -> models.Model:
        """Store a minimal row of a model without personal data."""
        nobody = Declaration(model=model, holds_nobody_because="test")
        values = {
            column.name: value
            for column in model._meta.concrete_fields
            if (value := self.value(nobody, column)) is not None
        }
        return model._base_manager.create(**values)


def is_text(column: models.Field) -> bool:
    return isinstance(column, models.CharField | models.TextField)


def is_in_a_unique_set(column: models.Field) -> bool:
    """Return whether a unique constraint includes `column` and other columns."""
    constraints = column.model._meta.constraints
    named = (each.fields for each in constraints if isinstance(each, models.UniqueConstraint))
    return any(column.name in fields for fields in named)
