"""Warnings for editors; they do not prevent saving."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from contactatonce.brands import directory
from contactatonce.lib import markup
from leads.services import open_forms

from .addresses import answers
from .layout import OLD, TOO_OLD, figures_of, months_since
from .models import Page, Portal
from .sections import Row, leaves

HREF: Final = re.compile(r'<a href="([^"]+)"')


def of(page: Page) -> Iterator[str]:
    """Yield what is doubtful about a page, each as a sentence."""
    today = timezone.localdate()
    for figure in figures_of(page.sections):
        age, value = months_since(figure["as_of"], today), figure["value"]
        hidden = "; it is not shown any more" if age >= TOO_OLD else ""
        if age >= OLD:
            yield f"The figure “{value}” is {age} months old{hidden}. Look for a newer one."
    anchors = {row["content"].get("anchor") for row in page.sections}
    targets = {target for row in page.sections for target in targets_of(row)}
    for target in sorted(targets):
        if is_dead(page, target, anchors):
            yield f"The link to {target} leads nowhere on this site."
    forms = {row["content"]["form"] for row in page.sections if row["kind"] == "form"}
    for slug in sorted(forms):
        if open_forms.find(page.brand, slug) is None:
            yield f"The site has no open form “{slug}”: its section is not shown."
    if any(row["kind"] == "portals" for row in page.sections) and not Portal.objects.exists():
        yield "No chat portal is entered yet (menu “Chat portals”): visitors are told to ask us."


def tell(request: HttpRequest, page: Page) -> None:
    """Show the warnings about a page to who has just saved it."""
    for sentence in of(page):
        messages.warning(request, sentence)


def targets_of(row: Row) -> Iterator[str]:
    """Yield where each link of a section leads, those in its Markdown included."""
    for way, value in leaves(row["content"]):
        if way[-1] == "url" and value:
            yield value
    if row["kind"] == "text":
        yield from map(unescape, HREF.findall(markup.render(row["content"]["text"])))


def is_dead(page: Page, target: str, anchors: set[Any]) -> bool:
    """Return whether a link from `page` is broken on its own site."""
    if target.startswith("#"):
        return target[1:] not in anchors
    if not target.startswith("/"):
        sites = {f"site:{brand.slug}" for brand in directory.directory.get().brands}
        return target.startswith("site:") and target not in sites
    parts = urlsplit(target)
    if parts.path == page.path:
        return bool(parts.fragment) and parts.fragment not in anchors
    return not answers(page.brand, parts.path) and not parts.path.startswith("/media/")
