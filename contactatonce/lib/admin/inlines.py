"""Tables of child rows in the parent's form."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest

from contactatonce.lib.form_fields import own_form_field

from . import rights
from .labels import by_label


class LabeledFormSet(BaseInlineFormSet):
    """A table of fields, each with a name for screen readers (WCAG 4.1.2)."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", field.label or name.capitalize())


class RowForm(ModelForm):
    """A row of a child table that validates the unique constraints naming its parent.

    Django leaves those out of an inline's validation, so the database would answer with an error.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        is_parent = {
            name for name, f in self.fields.items() if isinstance(f, InlineForeignKeyField)
        }
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]  # private
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if is_parent.intersection(getattr(constraint, "fields", ())):
                    try:
                        constraint.validate(model, self.instance, exclude=exclude)
                    except ValidationError as error:
                        self.add_error(None, error)


class Inline(admin.TabularInline):
    """Rows of a child table in the parent's form, without extra empty ones.

    All rows are in one form, so subclasses set `max_num`; rows that become many get a page.
    """

    form = RowForm
    formset = LabeledFormSet
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= own_form_field(db_field)
        return by_label(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the fields whose owner the user is not, as Admin does."""
        barred = rights.barred_fields(request, self.model)
        return [*super().get_readonly_fields(request, obj), *barred]
