"""Previews of links to our own sites, from the search index; nothing is ever fetched."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import EmptyResultSet
from django.db.models import Value

from contactatonce.brands import directory
from contactatonce.brands.models import Brand
from search.matching import published
from search.models import Entry
from search.registry import registered

LINK = re.compile(r'<a href="([^"]{1,500})"')
MOST_IN_A_POST = 3
MOST_ON_A_PAGE = 60


class Preview(NamedTuple):
    """A page of ours that a post links to."""

    url: str
    title: str
    kind: str


Target = tuple[int, str]  # a site's key and a path


def target_of(url: str, brand: Brand) -> Target | None:
    """Return the page of ours that a link leads to; None for a page of another host."""
    try:
        parts = urlsplit(unescape(url))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or (parts.scheme and not host):
        return None
    found = directory.find(host)[0] if host else brand
    return (found.pk, unquote(parts.path)) if found and parts.path.startswith("/") else None


def find(htmls: Iterable[str], brand: Brand) -> list[list[Preview]]:
    """Return the previews for each text, with one query, or none if no text links to our sites.

    A page that visitors may not see now has no preview.
    """
    wanted = [targets_of(html, brand) for html in htmls]
    pages = list(dict.fromkeys(target for each in wanted for target in each))[:MOST_ON_A_PAGE]
    known = entries(pages) if pages else {}
    return [[known[target] for target in each if target in known] for each in wanted]


def targets_of(html: str, brand: Brand) -> list[Target]:
    found = (target_of(link, brand) for link in LINK.findall(html))
    targets = dict.fromkeys(target for target in found if target and is_worth_it(target[1]))
    return list(targets)[:MOST_IN_A_POST]


def is_worth_it(path: str) -> bool:
    """Return whether a preview says more than the link: not of members, nor of the post quoted."""
    return not path.startswith(("/forum/members/", "/forum/posts/")) and path != "/"


def entries(pages: list[Target]) -> dict[Target, Preview]:
    """Return what the search index knows of pages, as far as visitors may see them now."""
    sites = {brand.pk: brand for brand in directory.directory.get().brands}
    queries = []
    for key in dict.fromkeys(key for key, _ in pages):
        paths = [path for of, path in pages if of == key]
        rows = Entry.objects.filter(published(sites[key]), path__in=paths).order_by()
        queries.append(rows.annotate(site=Value(key)).values_list("site", "path", "title", "model"))
    try:
        found = list(queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0])
    except EmptyResultSet:
        return {}
    return {
        (site, path): Preview(f"{sites[site].origin}{path}", title, registered[model].kind)
        for site, path, title, model in found
    }
