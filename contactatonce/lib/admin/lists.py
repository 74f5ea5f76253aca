"""The list page of the admin: bounded counts, tabs above the rows."""

import re
from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest

from contactatonce.lib.choices import LONGEST_KEY
from contactatonce.lib.counts import bounded_counts

from .filters import Tabs

MOST_COUNTED = 10_000
IMPOSSIBLE = re.compile(rf"\x00|\d{{{LONGEST_KEY + 1}}}")


class BoundedPaginator(Paginator[Any]):
    """Count up to 10,000 rows and stop; search and filters reach the rest."""

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
    """Django's list page, with tabs above the rows and the other filters beside them."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Refuse what databases do, with an error: NUL, and keys that are too long a number."""
        values = (value for values in self.get_filters_params().values() for value in values)
        if any(IMPOSSIBLE.search(value.replace("_", "")) for value in values):
            raise IncorrectLookupParameters
        return super().get_filters(request)

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
