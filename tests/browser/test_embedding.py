"""A frame on another host, in a real browser: a listed host shows the form, no other host does."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from leads.models import Inquiry
from tests import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def other_site() -> Iterator[tuple[int, list[str]]]:
    """Another website, on any name of this machine: one page around one frame."""
    framed: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            page = f'<h1>A dealer</h1><iframe src="{framed[0]}" width="600" height="900"></iframe>'
            self.wfile.write(page.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, framed
    server.shutdown()
    server.server_close()


@pytest.fixture
def frame_of(sites, chromium, other_site):
    """Show one of our pages in a frame on `host` and return that frame."""
    port, framed = other_site
    brand = Brand.objects.get(slug="autodealerchat")
    brand.embedding_hosts = "partner.localhost"
    brand.save()
    factories.create_form(brand=brand)
    directory.clear()
    context = chromium.new_context()

    def show(host: str, path: str):
        framed[:] = [sites.url("autodealerchat", path)]
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"http://{host}:{port}/")
        return page.frames[1]

    yield show
    context.close()


def is_refused(frame) -> bool:
    """Tell whether the browser put its own error page into the frame."""
    frame.wait_for_load_state()
    return frame.url.startswith("chrome-error://")


def test_a_listed_host_shows_the_form_and_an_inquiry_passes_through(frame_of):
    frame = frame_of("partner.localhost", "/embed/contact/")
    assert not is_refused(frame)
    frame.get_by_label("E-mail").fill("nora@example.com")
    frame.get_by_label("message").fill("Please show me the chat.")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_text("Reference", exact=True).wait_for()
    inquiry = Inquiry.objects.get()
    expect(frame.get_by_text(inquiry.reference)).to_be_visible()
    assert frame.page.context.cookies() == []


def test_a_host_that_is_not_listed_shows_nothing(frame_of):
    assert is_refused(frame_of("stranger.localhost", "/embed/contact/"))


@pytest.mark.parametrize("path", ["/", "/contact/", "/privacy/", "/accounts/login/"])
def test_a_listed_host_shows_nothing_but_the_form(frame_of, path):
    assert is_refused(frame_of("partner.localhost", path))
