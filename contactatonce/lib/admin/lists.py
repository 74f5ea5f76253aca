"""The list page of the admin: bounded counts, tabs above the rows."""

import re
from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest

from contactatonce.lib.choices import LONGEST_KEY
from contactatonce.lib.counts import bounded_counts

from .filters import Tabs, is_unknown

MOST_COUNTED = 10_000
DEEP = 1_000  # rows before a page
IMPOSSIBLE = re.compile(rf"\x00|\d{{{LONGEST_KEY + 1}}}")


class BoundedPaginator(Paginator[Any]):
    """Count up to 10,000 rows and stop; search and filters reach the rest."""

    def page(self, number: int | str) -> Page[Any]:
        """Return a page; a deep one finds its keys first, without joining the rows before it."""
        page = super().page(number)
        if isinstance(self.object_list, models.QuerySet) and page.start_index() > DEEP:
            first = page.start_index() - 1
            rows = self.object_list[first : first + self.per_page]
            keys = list(rows.values_list("pk", flat=True))
            page.object_list = self.object_list.filter(pk__in=keys)
        return page

    @cached_property
    def count(self) -> int:
        """The number of rows that can be paged through; one query reads at most 10,001 rows."""
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def _counted(self) -> int:
        if not isinstance(self.object_list, models.QuerySet):
            return len(self.object_list)
        return bounded_counts([self.object_list], MOST_COUNTED)[0]

    @property
    def is_cut(self) -> bool:
        return self._counted > MOST_COUNTED

    @property
    def count_label(self) -> str:
        """The number as a person reads it: "312" or "10,000+"."""
        return f"{self.count:,}{'+' if self.is_cut else ''}"


class HouseList(ChangeList):
    """Django's list page, with tabs above the rows and the other filters beside them.

    A filter that is not offered (any more) finds nothing, in the list, its actions and exports:
    Django would drop it and show, or act on, every row.
    """

    has_unknown_filter = False

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> models.QuerySet[Any]:
        try:
            found = super().get_queryset(request, exclude_parameters)
        except IncorrectLookupParameters:  # a value that the filter's column cannot have
            self.has_unknown_filter = True
        return self.root_queryset.none() if self.has_unknown_filter else found

    def get_filters(self, request: HttpRequest) -> Any:
        """Return the filters; none is chosen if the URL asks for something that is not one."""
        sent = self.filter_params
        try:
            self._refuse_impossible()
            found = super().get_filters(request)
        except IncorrectLookupParameters:  # a parameter that is neither a filter nor a column
            self.has_unknown_filter, self.filter_params = True, {}
            found = super().get_filters(request)
            self.filter_params = sent
            return found
        specs, remaining = found[0], found[2]
        offered = {name for spec in specs for name in spec.expected_parameters()}
        sent_names = {name for name, values in self.get_filters_params().items() if any(values)}
        is_dropped = sent_names - offered - remaining.keys()
        self.has_unknown_filter = bool(is_dropped) or any(is_unknown(spec, self) for spec in specs)
        return found

    def _refuse_impossible(self) -> None:
        """Refuse what databases do, with an error: NUL, and keys that are too long a number."""
        values = (value for values in self.get_filters_params().values() for value in values)
        if any(IMPOSSIBLE.search(value.replace("_", "")) for value in values):
            raise IncorrectLookupParameters

    def get_results(self, request: HttpRequest) -> None:
        """Show the first page in place of one that the list does not have (any more)."""
        try:
            super().get_results(request)
        except IncorrectLookupParameters:
            self.page_num = 1
            super().get_results(request)

    @property
    def tab_bars(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Title and tabs of each Tabs filter, for the template."""
        return [
            (str(spec.title), list(spec.choices(self)))
            for spec in self.filter_specs
            if isinstance(spec, Tabs)
        ]

    @property
    def has_side_filters(self) -> bool:
        return any(not isinstance(spec, Tabs) for spec in self.filter_specs)
