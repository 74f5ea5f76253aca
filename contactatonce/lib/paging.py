"""Lists in pages: `?page=` of a request, and the links to the pages before and after."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def page_number(request: HttpRequest) -> str:
    """Return `?page=`; raise Http404 for another spelling of a number, such as 01 or 1_0."""
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdecimal() or asked.startswith("0"):
        raise Http404
    return asked


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    size: int,
    *,
    may_be_empty: bool = False,
) -> Page[Any]:
    """Return the page of `rows` that is asked for; Http404 for one that does not exist.

    A list without rows is 404 too, unless its first page `may_be_empty`.
    """
    paginator = Paginator(rows, size, allow_empty_first_page=may_be_empty)
    try:
        return paginator.page(page_number(request))
    except InvalidPage as error:
        raise Http404 from error


def turning(page: Page[Any], path: str) -> dict[str, str]:
    """Return the paths of this page and of the ones before and after ("" for none).

    `path` leads to the first page and may have a query string.
    """
    further = f"{path}{'&' if '?' in path else '?'}page="

    def path_of(number: int) -> str:
        return f"{further}{number}" if number > 1 else path

    return {
        "path": path_of(page.number),
        "before": path_of(page.number - 1) if page.has_previous() else "",
        "after": path_of(page.number + 1) if page.has_next() else "",
    }
