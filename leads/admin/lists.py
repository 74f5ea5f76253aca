"""The changelist of the work queue, and the previous and next record in it."""

import copy
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode

from contactatonce.lib.admin import BoundedPaginator, HouseList, is_unknown
from leads.models import Lead

from .filters import PROMISED_FIRST, chosen_tab

ORDERS = {
    "newest": ("Newest first", ["-pk"]),
    "oldest": ("Oldest first", ["pk"]),
    "promised": ("Promised first", ["answer_by", "pk"]),
    "attention": ("Not seen yet first", ["-attention", "-pk"]),
}


def order_of(request: HttpRequest) -> str:
    """Return the name of the requested order, or the default of the tab."""
    asked = request.GET.get(ORDER_VAR)
    if asked in ORDERS:
        return asked
    tab = chosen_tab(request)
    if tab == "mine":
        return "attention"
    return "promised" if tab in PROMISED_FIRST else "newest"


class RowsFirst(BoundedPaginator):
    """Paginator that fetches the first page before it counts.

    If that page holds all rows, no count is needed: a search with few results runs only once.
    """

    starts_at_first = False

    @cached_property
    def first_page(self) -> list[Any]:
        return list(self.object_list[: self.per_page])

    @cached_property
    def _counted(self) -> int:
        if self.starts_at_first and len(self.first_page) < self.per_page:
            return len(self.first_page)
        return super()._counted


class LeadChangeList(HouseList):
    """The list of inquiries with its filters as fields of one form."""

    paginator: RowsFirst
    filter_specs: list[Any]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.paginator.starts_at_first:
            self.result_list = self.paginator.first_page

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return ORDERS[order_of(request)][1]

    def fields(self) -> Iterator[dict[str, Any]]:
        """Yield name, title and choices of each filter except the tabs, the order last."""
        for spec in self.filter_specs:
            if getattr(spec, "is_tabs", False):
                continue
            chosen = spec.value() or ""
            choices = [("", "All", not chosen)] + [
                (value, label, value == chosen) for value, label in spec.lookup_choices
            ]
            if is_unknown(spec, self):
                choices.append((chosen, "does not exist any more", True))
            yield {"name": spec.parameter_name, "title": spec.title, "choices": choices}

    def chips(self) -> list[dict[str, str]]:
        """Return the active filters, each with the URL of the list without it."""
        found = []
        for field in self.fields():
            for value, label, is_chosen in field["choices"]:
                if is_chosen and value:
                    url = self.get_query_string(remove=[field["name"]])
                    found.append({"title": field["title"], "label": label, "url": url})
        return found

    def tabs(self) -> list[Any]:
        return next(
            list(spec.choices(self)) for spec in self.filter_specs if hasattr(spec, "is_tabs")
        )

    @property
    def in_words(self) -> list[str]:
        """The list as the confirmation of an action names it: its tab, search and filters."""
        tab = next(spec for spec in self.filter_specs if hasattr(spec, "is_tabs"))
        words = [f"Tab: {label}" for value, label in tab.lookup_choices if value == tab.value()]
        words += [f"Search: {self.query}"] if self.query else []
        return words + [f"{chip['title'].capitalize()}: {chip['label']}" for chip in self.chips()]

    def is_shown_in(self, sent: QueryDict) -> bool:
        """Return whether a form comes from a page that showed this list, filter by filter."""
        return not self.has_unknown_filter and sent.get("filter") == self.get_query_string()

    @property
    def is_triage(self) -> bool:
        """Whether it is the quarantine, where each row shows why it is held."""
        return any(
            spec.value() == "quarantine" for spec in self.filter_specs if hasattr(spec, "is_tabs")
        )

    def pages(self) -> dict[str, Any]:
        """Return the URLs of the previous and the next page, None if there is none."""
        number, last = self.page_num, self.paginator.num_pages
        return {
            "number": number,
            "last": last,
            "previous": self.url_of_page(number - 1) if number > 1 else None,
            "next": self.url_of_page(number + 1) if number < last else None,
        }

    @property
    def kept(self) -> str:
        """The query string that a record page keeps for its link back to this list."""
        filters = self.get_query_string()[1:]
        return f"?{urlencode({'_changelist_filters': filters})}" if filters else ""

    def url_of_page(self, page: int) -> str:
        return self.get_query_string({PAGE_VAR: page})


class Position(LeadChangeList):
    """The same list, reduced to the neighbors of one record."""

    request: HttpRequest

    def get_results(self, request: HttpRequest) -> None:
        self.result_list, self.result_count = [], 0

    def beside(self, lead: Lead) -> list[int | None]:
        """Return the keys of the records before and after `lead` in the list's order."""
        order = ORDERS[order_of(self.request)][1]
        after = self.queryset.filter(behind(lead, order)).order_by(*order)
        opposite = [turned(name) for name in order]
        before = self.queryset.filter(behind(lead, opposite)).order_by(*opposite)
        return [
            rows.select_related(None).values_list("pk", flat=True).first()
            for rows in (before, after)
        ]


def position(model_admin: Any, request: HttpRequest, filters: str) -> Position:
    """Return the list that the query string `filters` describes, without its rows."""
    request = copy.copy(request)
    request.GET = QueryDict(filters)
    found = Position(
        request,
        model_admin.model,
        model_admin.list_display,
        model_admin.list_display_links,
        model_admin.get_list_filter(request),
        None,
        model_admin.search_fields,
        model_admin.list_select_related,
        model_admin.list_per_page,
        0,
        (),
        model_admin,
        (),
        "",
    )
    found.request = request
    return found


def turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def behind(lead: Lead, order: list[str]) -> Q:
    """Return the condition for rows after `lead` in `order` (keyset pagination).

    The bound on the first column adds nothing but lets the database begin there in its index.
    """
    condition, equal = Q(), Q()
    first = order[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": getattr(lead, first)})
    for name in order:
        field, lookup = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        value = getattr(lead, field)
        condition |= equal & Q(**{f"{field}__{lookup}": value})
        equal &= Q(**{field: value})
    return bound & condition
