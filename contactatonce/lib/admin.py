"""Where every ModelAdmin starts: bounded counts, no hidden joins, evidence that is read-only."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.contrib import admin
from django.contrib.admin.checks import ModelAdminChecks
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from .choices import KeysField
from .counts import bounded_counts

MOST_COUNTED, MOST_IN_TAB = 10_000, 999


class BoundedPaginator(Paginator):
    """Counts up to 10,000 rows and stops; what lies beyond is reached by search and filters."""

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through; one query that reads 10,001 rows at most."""
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def _counted(self) -> int:
        if not isinstance(self.object_list, models.QuerySet):
            return len(self.object_list)
        return bounded_counts([self.object_list], MOST_COUNTED)[0]

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._counted > MOST_COUNTED

    @property
    def count_label(self) -> str:
        """The number as a person reads it: "312" or "10,000+"."""
        return f"{self.count:,}{'+' if self.is_cut else ''}"


class Choice(NamedTuple):
    """One choice of a ChoiceFilter: what the address says, what the reader sees, what it keeps."""

    value: str
    label: str
    narrow: Callable[[models.QuerySet[Any], HttpRequest], models.QuerySet[Any]]


class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices stand in the code, so that building it asks the database nothing.

    Subclasses name `title`, `parameter_name` and `options`. An unknown value narrows nothing.
    """

    options: ClassVar[tuple[Choice, ...]] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(choice.value, choice.label) for choice in self.options]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        for choice in self.options:
            if choice.value == self.value():
                return choice.narrow(queryset, request)
        return queryset


class Tabs(ChoiceFilter):
    """A ChoiceFilter shown as tabs over the list; the first is open unless the address says else.

    Tabs named in `counted` carry a number, all of them for one bounded query.
    """

    counted: ClassVar[frozenset[str]] = frozenset()
    is_tabs = True

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.request = request

    def value(self) -> str:
        return super().value() or self.options[0].value

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield what the template needs of each tab."""
        numbers = self.numbers(changelist)
        for choice in self.options:
            number = numbers.get(choice.value)
            yield {
                "selected": choice.value == self.value(),
                "query_string": changelist.get_query_string(
                    {self.parameter_name: choice.value}, ["p"]
                ),
                "display": choice.label,
                "number": f"{MOST_IN_TAB}+" if number and number > MOST_IN_TAB else number,
            }

    def numbers(self, changelist: ChangeList) -> dict[str, int]:
        """Return how many rows stand behind each tab of `counted`."""
        rows = {
            choice.value: choice.narrow(changelist.root_queryset, self.request)
            for choice in self.options
            if choice.value in self.counted
        }
        return dict(zip(rows, bounded_counts(list(rows.values()), MOST_IN_TAB), strict=True))


class HouseList(ChangeList):
    """Django's list page, with tabs above the rows and the other filters beside them."""

    @property
    def tab_bars(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The tabs as the template draws them: what they sort by, and each tab."""
        return [
            (spec.title, list(spec.choices(self)))
            for spec in self.filter_specs
            if isinstance(spec, Tabs)
        ]

    @property
    def has_side_filters(self) -> bool:
        """Whether there are filters other than tabs."""
        return any(not isinstance(spec, Tabs) for spec in self.filter_specs)


class HouseChecks(ModelAdminChecks):
    """Stops what makes a list slow: a related object per row, a DISTINCT over the table."""

    def check(self, admin_obj: Any, **kwargs: Any) -> list[CheckMessage]:
        return [
            *super().check(admin_obj, **kwargs),
            *self._check_joins(admin_obj),
            *self._check_filters(admin_obj),
        ]

    def _check_joins(self, obj: Any) -> list[CheckMessage]:
        return [
            Error(
                f"list_display shows the related object '{name}' with one query for each row.",
                hint=f"Add '{name}' to list_select_related.",
                obj=obj.__class__,
                id="contactatonce.E101",
            )
            for name in obj.list_display
            if is_relation(obj.model, name) and name not in joined_first(obj.list_select_related)
        ]

    def _check_filters(self, obj: Any) -> list[CheckMessage]:
        return [
            Error(
                f"list_filter '{name}' reads its choices out of the table.",
                hint="Use a field with choices or a ChoiceFilter; (field, filter class) insists.",
                obj=obj.__class__,
                id="contactatonce.E102",
            )
            for name in obj.list_filter
            if isinstance(name, str) and not has_fixed_choices(obj.model, name)
        ]


def joined_first(paths: Any) -> set[str]:
    """Return the first step of every path that `list_select_related` joins."""
    return {path.partition("__")[0] for path in paths or ()}


def is_relation(model: type[models.Model], name: Any) -> bool:
    """Tell whether `name` is a foreign key of `model`."""
    try:
        return isinstance(model._meta.get_field(name), models.ForeignKey)
    except (FieldDoesNotExist, TypeError, AttributeError):
        return False


def has_fixed_choices(model: type[models.Model], name: str) -> bool:
    """Tell whether a filter on field `name` knows its choices without asking the database."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_plain = isinstance(field, models.BooleanField | models.DateField)
    return is_plain or bool(getattr(field, "choices", None))


class Admin(admin.ModelAdmin):
    """Base of every ModelAdmin: counts are bounded, joins are named, facets stay off.

    `list_title` is what the list and the menus call it where the model's plural does not fit;
    `entrance` names the URL to which the menus lead instead of the list.
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
        """The name of the list."""
        return self.list_title or capfirst(str(self.opts.verbose_name_plural))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave the signs out that change, show or delete what is chosen: they need a script."""
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
    """Mixin for a ModelAdmin or an inline whose rows are evidence: they can be seen, no more."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, Admin):
    """An Admin for evidence: who has the view permission reads, nobody writes."""

    actions = None


class LabeledFormSet(BaseInlineFormSet):
    """A table of fields, each named for who cannot see the column's heading (WCAG 4.1.2)."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", field.label or name.capitalize())


class RowForm(ModelForm):
    """A row of a child table, held to the unique constraints that name its parent.

    Django leaves those out of an inline's validation, so the database would answer with an error.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        is_parent = {
            name for name, f in self.fields.items() if isinstance(f, InlineForeignKeyField)
        }
        exclude = self._get_validation_exclusions()
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if is_parent.intersection(getattr(constraint, "fields", ())):
                    try:
                        constraint.validate(model, self.instance, exclude=exclude)
                    except ValidationError as error:
                        self.add_error(None, error)


class Inline(admin.TabularInline):
    """Rows of a child table in the parent's form, without empty ones that nobody asked for."""

    form = RowForm
    formset = LabeledFormSet
    extra = 0


class ReadOnlyInline(ReadOnly, Inline):
    """Evidence in the parent's form."""

    can_delete = False
