"""The base of every ModelAdmin: bounded counts, no hidden joins, evidence that is read-only."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from contactatonce.lib.choices import is_key
from contactatonce.lib.form_fields import own_form_field

from . import deletions, rights
from .checks import HouseChecks
from .labels import KeySelect, Labeled, by_label, label
from .lists import BoundedPaginator, HouseList


class Admin(admin.ModelAdmin):
    """Base of every ModelAdmin: counts are bounded, joins are named, facets stay off.

    `list_title` replaces the model's plural name on the list and in the menus; `entrance` names
    the URL that the menus link to instead of the list. `fixed_fields` cannot be changed once the
    row exists: other rows, URLs or the code refer to them. `is_short` says that a choice may offer
    all rows: there are some dozens. `instead` is what to do when a row cannot be deleted.
    """

    list_title = ""
    entrance = ""
    is_short = False
    instead = ""
    fixed_fields: ClassVar[Sequence[str]] = ()
    empty_value_display = "–"

    paginator = BoundedPaginator
    checks_class = HouseChecks
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related: ClassVar[Any] = ()
    list_per_page = 50
    list_max_show_all = 0

    @property
    def title(self) -> str:
        return self.list_title or capfirst(str(self.opts.verbose_name_plural))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tidy texts, and name choices by label."""
        kwargs |= own_form_field(db_field)
        return by_label(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return None for a number that no key can be; a relation as key would overflow."""
        if object_id.isdecimal() and not is_key(object_id):
            return None
        return super().get_object(request, object_id, from_field)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the fixed fields of a stored row, and those whose owner the user is not."""
        fixed = self.fixed_fields if obj else ()
        barred = rights.barred_fields(request, self.model)
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *fixed, *barred]))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave the names of a stored row alone."""
        fixed = self.get_readonly_fields(request, obj)
        sources = {} if obj else super().get_prepopulated_fields(request, obj)
        return {name: source for name, source in sources.items() if name not in fixed}

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        rights.confirm(request, self.model, form.changed_data)
        return super().save_form(request, form, change)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        """Save the rows of an inline; a new or deleted row counts as a change of every field."""
        for row in formset.forms:
            if row.has_changed():
                is_kept = row.instance.pk and row not in formset.deleted_forms
                every = [field.name for field in formset.model._meta.fields]
                rights.confirm(request, formset.model, row.changed_data if is_kept else every)
        super().save_formset(request, form, formset, change)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Check the owned fields: Django logs a deletion, of one row or of many, before it acts."""
        rights.confirm_deletion(request, self.model)
        return super().log_deletions(request, queryset)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return HouseList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if context.get("original") is not None:
            context["subtitle"] = label(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        row = context["object"]
        names = {"list_title": self.title, "subtitle": label(row), "instead": self.instead}
        losses = list(deletions.losses([row]))
        return super().render_delete_form(request, {**context, **names, "losses": losses})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return deletions.describe(objs, request, self.admin_site)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        title = {"title": f"History of {label(row)}"} if row else {}
        return super().history_view(request, object_id, {**title, **(extra_context or {})})

    def extra_page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        """Render a page of its own beside the list, for anyone who may view the rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        common = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, common | context)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return super().response_add(request, Labeled(obj), *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return super().response_change(request, Labeled(obj))


class AddOnlyAdmin(Admin):
    """An Admin whose rows a service stores; afterwards they are neither changed nor deleted.

    Subclasses name the form in `add_form`, and write `store`.
    """

    add_form: Any

    def store(self, request: Any, form: Any) -> models.Model:
        """Call the service with what the form cleaned, and return the stored row."""
        raise NotImplementedError

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **kwargs) if obj else self.add_form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else list(self.add_form.base_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> models.Model:
        rights.confirm(request, self.model, form.changed_data)
        return self.store(request, form)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to do: `store` did it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing to do: there are no related rows."""


class ReadOnly:
    """Mixin for a ModelAdmin or an inline whose rows are evidence: they can be viewed only."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, Admin):
    """An Admin for evidence: the view permission allows reading, nothing allows writing."""

    actions = None
