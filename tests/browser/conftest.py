"""A real browser in front of a real server: Debian's Chromium through Playwright.

`sites` is the running server with the five sites, `page` a page that fails its test on whatever a
visitor's console would show, `bare_page` one with JavaScript off and cookies refused, `axe` the
accessibility check.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, Page, Playwright, Request, Response, sync_playwright

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from pages.seed import load_pages
from tests.browser.chromium import (  # noqa: F401  PHONE for the tests beside this file
    ARGUMENTS,
    CHROMIUM,
    DESK,
    PHONE,
    WCAG,
)
from tests.conftest import leave_out


@dataclass
class Sites:
    """The five sites on a live server."""

    port: int

    def url(self, slug: str, path: str = "/") -> str:
        """Return the address of `path` on the site `slug`."""
        return f"{Brand.objects.get(slug=slug).origin}{path}"


class Copies:
    """Copies of the test database in memory, made and restored by SQLite's backup."""

    def __init__(self) -> None:
        self.kept: dict[str, sqlite3.Connection] = {}

    def take(self, name: str) -> None:
        self.kept[name] = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(self.kept[name])

    def restore(self, name: str) -> None:
        connection.ensure_connection()
        self.kept[name].backup(connection.connection)

    def close(self) -> None:
        for copy in self.kept.values():
            copy.close()


@dataclass
class Console:
    """Problems in a page, as a visitor with open developer tools would see them."""

    port: int
    problems: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note each script error, policy violation, broken file and foreign request."""
        context.on("console", self._message)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def assert_quiet(self) -> None:
        assert not self.problems, "\n".join(self.problems)

    def _message(self, message) -> None:
        # A form that is answered 422 is no fault; broken files are told by their response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.port != self.port:
            self.problems.append(f"foreign: {request.url}")

    def _response(self, response: Response) -> None:
        limit = 500 if response.request.is_navigation_request() else 400
        if response.status >= limit:
            self.problems.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        leave_out("Chromium (Debian: chromium)")
    # Playwright keeps an event loop running in this thread, in which Django forbids queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def bare_chromium(playwright, tmp_path_factory) -> Iterator[BrowserContext]:
    """A Chromium whose own settings refuse every cookie and run no JavaScript."""
    profile = Path(tmp_path_factory.mktemp("profile"))
    (profile / "Default").mkdir()
    refuse = {"profile": {"default_content_setting_values": {"cookies": 2, "javascript": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(refuse))
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        viewport=DESK,
        reduced_motion="reduce",
    )
    yield context
    context.close()


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServerThread]:
    """Our whole stack on a free port; Django's own handler of static files is left out."""
    thread = LiveServerThread("127.0.0.1", static_handler=lambda handler: handler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture(scope="session")
def copies(django_db_setup, django_db_blocker) -> Iterator[Copies]:
    """The database without rows, and with the five sites and their pages.

    Copying a file takes milliseconds; to flush all tables and load the sites again takes seconds.
    """
    with django_db_blocker.unblock(), closing(Copies()) as copies:
        copies.take("empty")
        load_sites()
        load_pages()
        copies.take("sites")
        copies.restore("empty")
        yield copies


@pytest.fixture
def transactional_db(copies) -> Iterator[None]:
    """Rows are stored for good, as the server has connections of its own, and removed afterwards.

    pytest-django looks for this name to know that a run needs a database.
    """
    copies.restore("sites")
    yield
    copies.restore("empty")


@pytest.fixture
def sites(transactional_db, server, monkeypatch) -> Sites:
    """The five sites, served."""
    cache.clear()
    monkeypatch.setattr(settings, "LOCAL_PORT", server.port)
    monkeypatch.setattr(settings, "SIGN_IN_ORIGIN", f"http://127.0.0.1:{server.port}")
    return Sites(port=server.port)


@pytest.fixture
def console(sites) -> Iterator[Console]:
    watching = Console(sites.port)
    yield watching
    watching.assert_quiet()


@pytest.fixture
def new_page(chromium, console) -> Iterator[Callable[..., Page]]:
    """Open a watched page in a browser context of its own; options are those of `new_context`."""
    contexts: list[BrowserContext] = []

    def open_page(**options) -> Page:
        context = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        contexts.append(context)
        context.set_default_timeout(30_000)
        console.watch(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """A desk-sized page with JavaScript on."""
    return new_page()


@pytest.fixture
def bare_page(bare_chromium, console) -> Iterator[Page]:
    """A page of a visitor who refuses cookies and runs no JavaScript."""
    page = bare_chromium.new_page()
    page.set_default_timeout(30_000)
    page.on("request", console._request)
    page.on("response", console._response)
    page.on("console", console._message)
    yield page
    page.close()


@pytest.fixture
def sign_in(sites) -> Callable[[Page, User], None]:
    """Give a page the session of a user, as if they had signed in on the corporate site."""

    def give(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        address = sites.url("contactatonce")
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": address}])

    return give


@pytest.fixture
def axe(console) -> Callable[[Page], None]:
    """Fail on every violation of WCAG 2.2 A and AA that axe finds in a page."""
    checker = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a page that is still arriving would be judged by half
        page.evaluate("scrollTo(0, 0)")  # the admin's header covers what is scrolled under it
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        before = len(console.problems)
        results = checker.run(page, options=options)
        del console.problems[before:]  # axe itself applies inline styles, which our policy blocks
        assert results.response["passes"], "axe looked at nothing"
        assert results.violations_count == 0, results.generate_report()

    return check
