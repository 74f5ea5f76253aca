"""Policy, data map, recipients and opt-out in a real browser, with an announcement over them."""

from dataclasses import asdict

import pytest
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from privacy.demo import load_demo
from privacy.models import Suppression
from privacy.outreach import opt_outs
from privacy.outreach.opt_outs import Use
from privacy.seed import load_documents
from promises.models import Evidence
from promises.registry import Figure, checks
from tests.browser.conftest import DESK, PHONE
from tests.privacy.cases import publish

pytestmark = pytest.mark.browser
PAGES = (
    "/privacy/",
    "/cookies/",
    "/privacy/versions/",
    "/privacy/versions/2/",
    "/privacy/versions/2/changes/",
    "/privacy/data/",
    "/privacy/recipients/",
    "/privacy/promises/",
    "/privacy/opt-out/",
    "/privacy/opt-out/done/",
    "/privacy/opt-out/1aaaaaaaaaaaaaaa",
)


@pytest.fixture(autouse=True)
def published(sites):
    load_documents()
    load_demo()
    publish()
    prove()
    TimedCache.clear_all()


def prove():
    """Store a result with a figure for each check, as the nightly run does."""
    figure = Figure("Inquiries answered in time", 1000, count=999, note="Rule: within a day.")
    for check in checks.values():
        Evidence.objects.create(
            check_name=check.name,
            promise=check.promise,
            kind=check.kind.name.lower(),
            is_kept=True,
            figures=[asdict(figure)],
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(sites, new_page, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    for path in PAGES:
        page.goto(sites.url("autodealerchat", path))
        expect(page.get_by_role("complementary", name="Announcement")).to_be_visible()
        for _ in range(2):
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        axe(page)


def test_the_contents_list_stands_open_on_a_desk_and_folds_on_a_phone(sites, new_page):
    for size, is_open in ((DESK, True), (PHONE, False)):
        page = new_page(viewport=size)
        page.goto(sites.url("apartmentchat", "/privacy/"))
        entry = page.get_by_role("link", name="Your rights")
        expect(entry).to_be_visible(visible=is_open)
        if not is_open:
            page.get_by_text("On this page", exact=True).click()
        entry.click()
        expect(page.get_by_role("heading", name="Your rights")).to_be_visible()


def test_an_opt_out_works_without_script_and_cookies(sites, bare_page):
    bare_page.goto(sites.url("dealerchatblog", "/privacy/opt-out/"))
    bare_page.get_by_role("button", name="Stop this mail").click()
    expect(bare_page.get_by_role("link", name="Enter the e-mail address")).to_be_visible()
    bare_page.get_by_label("E-mail address").fill("nora@example.com")
    bare_page.get_by_role("button", name="Stop this mail").click()
    expect(bare_page.get_by_role("heading", name="you get no more of this mail")).to_be_visible()
    assert bare_page.context.cookies() == []
    brand = Brand.objects.get(slug="dealerchatblog")
    assert not opt_outs.mailable("nora@example.com", use=Use.NEWS, brand=brand)
    assert opt_outs.mailable("nora@example.com", use=Use.NOTICE, brand=brand)


def test_the_link_of_a_mail_shows_a_button_that_works(sites, bare_page):
    link = opt_outs.link("nora@example.com", brand=Brand.objects.get(slug="contactatonce"))
    bare_page.goto(link)
    assert not Suppression.objects.exists()
    bare_page.get_by_role("button", name="Stop this mail").click()
    expect(bare_page.get_by_role("heading", name="you get no more of this mail")).to_be_visible()
    assert Suppression.objects.get().reason == Suppression.Reason.LINK
