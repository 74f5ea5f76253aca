"""A crawler without cookies that sends requests to the application in this process."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test.client import RequestFactory
from django.urls import Resolver404, resolve

from contactatonce.brands.directory import directory

NO_VISITOR = "contactatonce.no_visitor"  # in a WSGI environ: the site asks itself
UNSEEN = ("/admin/", "/accounts/", "/dev/")  # areas that recognize users
MOST_PAGES = 400
FORM = "application/x-www-form-urlencoded"
WRITES = ("INSERT", "UPDATE", "DELETE")
BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml",
    "HTTP_SEC_FETCH_SITE": "same-origin",
}
# Attributes by which a page loads something, and the elements on which they do.
LOADS = {"src": None, "srcset": None, "poster": None, "data": {"object"}, "action": {"form"}}
LOADING_LINKS = {"stylesheet", "icon", "preload", "prefetch", "dns-prefetch", "preconnect"}


@dataclass(frozen=True)
class Element:
    """One element of a page: its name and its attributes."""

    tag: str
    attributes: dict[str, str]

    @property
    def loaded(self) -> str:
        """The URL of what a browser fetches or sends because of this element, else ""."""
        if self.tag == "link":
            kinds = set(self.attributes.get("rel", "").lower().split())
            return self.attributes.get("href", "") if kinds & LOADING_LINKS else ""
        found = [
            self.attributes[name]
            for name, tags in LOADS.items()
            if name in self.attributes and (tags is None or self.tag in tags)
        ]
        return found[0] if found else ""


class Reader(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))


@dataclass(frozen=True)
class Answer:
    """The application's response to one request."""

    url: str
    status: int
    headers: list[tuple[str, str]]
    content: bytes = field(repr=False)

    @cached_property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @cached_property
    def elements(self) -> list[Element]:
        reader = Reader()
        reader.feed(self.text)
        return reader.elements

    @property
    def is_page(self) -> bool:
        return self.header("Content-Type").startswith("text/html")

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def header(self, name: str) -> str:
        """Return all values of a header, joined; "" without one."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    def links(self) -> list[str]:
        """Return where the page's links lead, as absolute URLs without their fragments."""
        targets = [each.attributes.get("href", "") for each in self.elements if each.tag == "a"]
        return [urljoin(self.url, target).partition("#")[0] for target in targets if target]

    def foreign(self, *tags: str) -> list[str]:
        """Return the other hosts from which elements (those called `tags`) load something."""
        hosts = [
            urlsplit(urljoin(self.url, each.loaded)).netloc
            for each in self.elements
            if each.loaded and (not tags or each.tag in tags)
        ]
        return sorted({host for host in hosts if host and host != self.host})


@cache
def application() -> WSGIHandler:
    return WSGIHandler()


def ask(
    url: str, fields: Mapping[str, str] | None = None, extra: Mapping[str, str] | None = None
) -> Answer:
    """GET `url`, or POST `fields` to it, without cookies; `extra` is added to the WSGI environ.

    All middleware runs, but not the signals around a request: they would close the connection
    that holds the check's transaction.
    """
    response: Any = application().get_response(request_for(url, fields, extra or {}))
    headers = [(name, str(value)) for name, value in response.items()]
    headers += [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return Answer(url, response.status_code, headers, content_of(response))


def content_of(response: Any) -> bytes:
    """Return the body, and close the file that it comes from.

    `response.close()` would close the connection that holds the check's transaction.
    """
    if not response.streaming:
        return bytes(response.content)
    content = b"".join(response)
    file = getattr(response, "file_to_stream", None)
    if file is not None:
        file.close()
    return content


def request_for(
    url: str, fields: Mapping[str, str] | None, extra: Mapping[str, str]
) -> WSGIRequest:
    where = urlsplit(url)
    environ: dict[str, Any] = {
        **BROWSER,
        "HTTP_HOST": where.netloc,
        "HTTP_X_FORWARDED_PROTO": where.scheme,
        "REMOTE_ADDR": "192.0.2.1",  # RFC 5737: documentation
        **extra,
    }
    factory = RequestFactory(**environ)
    is_secure = where.scheme == "https"
    if fields is None:
        return factory.get(url, secure=is_secure)
    return factory.post(url, urlencode(fields), FORM, secure=is_secure)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Yield a list that fills with every SQL statement and its values, the cache's included."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


@dataclass(frozen=True)
class Tour:
    """The pages that a visitor finds by following links, and what was written to the database.

    `unopened` counts the URLs that were found and not opened, because there are very many.
    """

    answers: tuple[Answer, ...]
    writes: tuple[str, ...]
    unopened: int = 0

    @property
    def pages(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_page and answer.status == 200]


kept: ContextVar[dict[str, Tour] | None] = ContextVar("tour", default=None)


@contextmanager
def one_tour() -> Iterator[None]:
    """Let all checks inside look at the same tour, which the first of them makes."""
    token = kept.set({})
    try:
        yield
    finally:
        kept.reset(token)


def tour() -> Tour:
    """Crawl all sites from their home pages, as a visitor who refuses cookies."""
    known = kept.get()
    if known is not None and "tour" in known:
        return known["tour"]
    with statements() as seen:
        answers, unopened = walk()
    writes = tuple(sql for sql, _ in seen if sql.lstrip().upper().startswith(WRITES))
    found = Tour(answers, writes, unopened)
    if known is not None:
        known["tour"] = found
    return found


def walk() -> tuple[tuple[Answer, ...], int]:
    """Request the URLs that the sites link to, each once; also return how many were left out.

    The kind of page that was requested least comes next, so that no kind is left out, however many
    posts there are.
    """
    origins = [brand.origin for brand in directory.get().brands]
    known = {f"{origin}/": kind_of(f"{origin}/") for origin in origins}
    waiting = list(known)
    opened: Counter[tuple[str, str]] = Counter()
    answers: list[Answer] = []
    while waiting and len(answers) < MOST_PAGES:
        url = min(waiting, key=lambda url: opened[known[url]])
        waiting.remove(url)
        opened[known[url]] += 1
        answer = ask(url)
        answers.append(answer)
        for link in answer.links() if answer.is_page else ():
            if link not in known and is_public(link, origins):
                known[link] = kind_of(link)
                waiting.append(link)
    return tuple(answers), len(waiting)


def kind_of(url: str) -> tuple[str, str]:
    """Return which site `url` is on, and the pattern of URLs that it belongs to."""
    where = urlsplit(url)
    try:
        return where.netloc, resolve(where.path).route
    except Resolver404:
        return where.netloc, ""


def is_public(url: str, origins: list[str]) -> bool:
    """Tell whether `url` is a public page of one of the sites."""
    where = urlsplit(url)
    is_own = f"{where.scheme}://{where.netloc}" in origins
    static = urlsplit(settings.STATIC_URL).path
    return is_own and not where.path.startswith((*UNSEEN, static))
