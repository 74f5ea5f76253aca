"""Filters of list pages whose choices are written in the code."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest

from contactatonce.lib.counts import bounded_counts

MOST_IN_TAB = 999


class Choice(NamedTuple):
    """One choice of a ChoiceFilter: the query value, the label, the rows it keeps."""

    value: str
    label: str
    narrow: Callable[[Any, HttpRequest], models.QuerySet[Any]]


def choices_of(column: str, choices: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Return a Choice for each value and label of a column."""

    def narrow(rows: Any, request: HttpRequest, *, value: str) -> models.QuerySet[Any]:
        return rows.filter(**{column: value})  # type: ignore[no-any-return]

    return tuple(Choice(value, label, partial(narrow, value=value)) for value, label in choices)


def is_unknown(spec: Any, changelist: ChangeList) -> bool:
    """Return whether the URL gives the filter `spec` a value that it does not offer (any more).

    A range of dates is not one of the offered values the day after, but it is still a range.
    """
    if isinstance(spec, admin.SimpleListFilter):
        sent = spec.used_parameters.get(str(spec.parameter_name))
        return bool(sent) and sent not in {str(value) for value, _ in spec.lookup_choices}
    if not spec.used_parameters or isinstance(spec, admin.DateFieldListFilter):
        return False
    return not any(choice["selected"] for choice in spec.choices(changelist))


class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices are written in the code, so that building it runs no query.

    Subclasses name `title`, `parameter_name` and `options`. An unknown value finds nothing.
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
        return queryset.none() if self.value() else queryset


class Tabs(ChoiceFilter):
    """A ChoiceFilter shown as tabs over the list; the first is open by default.

    Tabs named in `counted` carry a number, all of them for one bounded query.
    """

    counted: ClassVar[frozenset[str]] = frozenset()
    is_tabs = True

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.request = request

    def value(self) -> str:
        return super().value() or self.options[0].value

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the template context of each tab."""
        numbers = self.numbers(changelist)
        for choice in self.options:
            number = numbers.get(choice.value)
            yield {
                "selected": choice.value == self.value(),
                "query_string": changelist.get_query_string(
                    {str(self.parameter_name): choice.value}, ["p"]
                ),
                "display": choice.label,
                "number": f"{MOST_IN_TAB}+" if number and number > MOST_IN_TAB else number,
            }

    def numbers(self, changelist: ChangeList) -> dict[str, int]:
        """Return the number of rows of each tab in `counted`."""
        rows = {
            choice.value: choice.narrow(changelist.root_queryset, self.request)
            for choice in self.options
            if choice.value in self.counted
        }
        return dict(zip(rows, bounded_counts(list(rows.values()), MOST_IN_TAB), strict=True))
