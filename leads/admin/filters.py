"""Filters of the inquiry list; their choices cost no query."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from contactatonce.brands.admin import SiteFilter
from contactatonce.lib.admin import Choice, ChoiceFilter, choices_of, label
from contactatonce.lib.admin.filters import MOST_IN_TAB
from contactatonce.lib.choices import key_of
from contactatonce.lib.counts import bounded_counts
from leads.models import Company, Inquiry, Lead, Person
from leads.services.staff import leavers, owners
from leads.services.today import day_begins

from .work_forms import UNASSIGNED

LEFT = "left"
TABS = (
    Choice("new", "New", lambda rows, request: rows.new()),
    Choice("mine", "Mine", lambda rows, request: rows.of(request.user.pk)),
    Choice("due", "Due", lambda rows, request: rows.due(timezone.localdate())),
    Choice("overdue", "Overdue", lambda rows, request: rows.overdue(timezone.localdate())),
    Choice("quarantine", "Quarantine", lambda rows, request: rows.quarantined()),
    Choice("all", "All", lambda rows, request: rows),
)
PROMISED_FIRST = frozenset({"new", "overdue", "quarantine"})


class TabFilter(ChoiceFilter):
    """The tabs above the list; a search looks through all rows unless a tab is chosen."""

    title = "work"
    parameter_name = "tab"
    options = TABS
    is_tabs = True

    def value(self) -> Any:
        return super().value() or self.default

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.default = default_tab(request)
        super().__init__(request, params, model, model_admin)
        self.request = request

    def choices(self, changelist: Any) -> Any:
        rows = [tab.narrow(changelist.root_queryset, self.request) for tab in self.options]
        for tab, number in zip(self.options, bounded_counts(rows, MOST_IN_TAB), strict=True):
            yield {
                "selected": tab.value == self.value(),
                "query_string": f"?tab={tab.value}",
                "display": tab.label,
                "number": f"{MOST_IN_TAB}+" if number > MOST_IN_TAB else f"{number}",
            }


def default_tab(request: HttpRequest) -> Any:
    return "all" if request.GET.get("q") else "new"


def chosen_tab(request: HttpRequest) -> Any:
    return request.GET.get("tab") or default_tab(request)


class StateFilter(ChoiceFilter):
    title = "state"
    parameter_name = "state"
    options = choices_of("state", Lead.State.choices)


class BusinessFilter(ChoiceFilter):
    title = "business type"
    parameter_name = "business"
    options = choices_of("inquiry__business_type", Inquiry.BusinessType.choices)


class ReceivedFilter(ChoiceFilter):
    title = "received"
    parameter_name = "received"
    options = tuple(
        Choice(
            value,
            label,
            partial(
                lambda rows, request, days: rows.received_since(day_begins(days)),
                days=days,
            ),
        )
        for value, label, days in (
            ("today", "Today", 0),
            ("week", "Last 7 days", 6),
            ("month", "Last 30 days", 29),
            ("quarter", "Last 90 days", 89),
            ("year", "Last 365 days", 364),
        )
    )


class BrandFilter(SiteFilter):
    column = "inquiry__brand"


class OwnerFilter(admin.SimpleListFilter):
    """Filter by owner: everyone who can own an inquiry, and those who still do but left."""

    title = "owner"
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        people = [(str(pk), name) for pk, name in (*owners.get(), *leavers.get())]
        left = [(LEFT, "Still open, of colleagues who left")] if leavers.get() else []
        return [(UNASSIGNED, "No one"), *left, *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() == UNASSIGNED:
            return queryset.filter(owner=None)
        if self.value() == LEFT:
            gone = [pk for pk, _ in leavers.get()]
            return queryset.filter(owner__in=gone, state__in=Lead.UNFINISHED)
        if self.value() in dict(self.lookup_choices):
            return queryset.filter(owner_id=int(self.value() or 0))
        return queryset.none() if self.value() else queryset


class LinkedFilter(admin.SimpleListFilter):
    """Filter by the row that a link names; offered only while it is in use.

    A row that does not exist is an unknown filter.
    """

    source: Any

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        if not self.value():
            return []
        row = self.source.objects.filter(pk=self.key).first()
        return [(self.value(), label(row))] if row else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if not self.value():
            return queryset
        return queryset.filter(**{f"{self.parameter_name}_id": self.key})

    @property
    def key(self) -> int:
        return key_of(str(self.value()))


class PersonFilter(LinkedFilter):
    title = parameter_name = "person"
    source = Person


class CompanyFilter(LinkedFilter):
    title = parameter_name = "company"
    source = Company
