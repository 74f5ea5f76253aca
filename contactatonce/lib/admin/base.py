"""The base of every ModelAdmin: bounded counts, no hidden joins, evidence that is read-only."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from contactatonce.lib.choices import KeysField

from .checks import HouseChecks
from .lists import BoundedPaginator, HouseList


class Admin(admin.ModelAdmin):
    """Base of every ModelAdmin: counts are bounded, joins are named, facets stay off.

    `list_title` replaces the model's plural name on the list and in the menus; `entrance` names
    the URL that the menus link to instead of the list.
    """

    list_title = ""
    entrance = ""
    empty_value_display = "–"

    paginator = BoundedPaginator
    checks_class = HouseChecks
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related: Any = ()
    list_per_page = 50
    list_max_show_all = 0

    @property
    def title(self) -> str:
        return self.list_title or capfirst(str(self.opts.verbose_name_plural))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Hide the icons that change, show or delete the chosen object: they need JavaScript."""
        kwargs |= {"form_class": KeysField} if isinstance(db_field, models.ManyToManyField) else {}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_delete_related = False
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return HouseList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.title, **(extra_context or {})})

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return super().render_delete_form(request, {**context, "list_title": self.title})


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
