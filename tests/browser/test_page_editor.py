"""A marketing person makes a page in the admin alone, shows it, schedules it, and finds it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from leads.seed import load_forms
from pages.models import MenuItem, Page
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.pages.base import create_page

pytestmark = pytest.mark.browser
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def bob(sites):
    """An editor, on sites with their forms and a menu with one heading."""
    load_forms()
    brand = Brand.objects.get(slug="autodealerchat")
    MenuItem.objects.create(brand=brand, position=90, label="Trying out")
    MenuItem.objects.create(
        brand=brand, position=91, label="Write", target="/contact/", is_nested=True
    )
    return factories.create_staff("bob@example.com", "Bob", role="Editor")


def write(page, kind: str, texts: dict[str, str]) -> None:
    """Add a section of `kind` from the page's own form and fill in what `texts` says."""
    kinds = page.locator("details.page-kinds")
    kinds.wait_for()
    if kinds.get_attribute("open") is None:  # it is open on a page without sections
        kinds.locator("summary").click()
    kinds.locator(f'a[href$="/sections/add/{kind}/"]').click()
    for name, text in texts.items():
        field = page.locator(f'[name="{name}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("Saved:").wait_for()


SECTIONS = [
    ("questions", {"title": "Asked often", "row-0-title": "Who answers?", "row-0-text": "You."}),
    (
        "benefits",
        {"title": "Why", "row-0-title": "Fast", "row-0-text": "It is.", "row-0-icon": "clock"},
    ),
    (
        "steps",
        {
            "title": "How",
            "row-0-title": "Begin",
            "row-0-text": "Here.",
            "row-1-title": "End",
            "row-1-text": "There.",
        },
    ),
    (
        "statistics",
        {
            "title": "Figures",
            "row-0-value": "12",
            "row-0-label": "months in a year",
            "row-0-source": "Example Almanac",
            "row-0-as_of": "2026-01-01",
        },
    ),
    ("text", {"title": "More", "text": "## Words\n\nAnd [a link](https://example.org/)."}),
    ("form", {"title": "Ask us", "form": "contact"}),
    ("call", {"title": "Now", "primary_label": "Talk to us", "primary_url": "/contact/"}),
    ("hero", {"title": "Chat for service lanes", "drawing": "phone/car"}),
]


def make_page(page, sites) -> None:
    """Make a draft with eight kinds of sections, the hero moved to its head."""
    page.goto(sites.url("contactatonce", "/admin/pages/page/add/"))
    page.locator('[name="brand"]').select_option(label="Auto Dealer Chat")
    page.locator('[name="path"]').fill("/service-lane/")
    page.locator('[name="title"]').fill("Service lane")
    page.locator('[name="description"]').fill("Chat where people wait for their car.")
    page.get_by_role("button", name="Save", exact=True).click()
    for kind, texts in SECTIONS:
        write(page, kind, texts)
    for _ in SECTIONS[1:]:
        with page.expect_navigation():
            page.get_by_role("button", name="Up: Chat for service lanes").click()
    expect(page.get_by_role("button", name="Up: Chat for service lanes")).to_be_disabled()


def test_a_page_of_eight_kinds_is_written_previewed_shared_scheduled_and_found_in_the_menu(
    sites, bob, page, new_page, bare_page, sign_in, axe, console
):
    sign_in(page, bob)
    make_page(page, sites)
    draft = Page.objects.get(path="/service-lane/")
    assert [row["kind"] for row in draft.sections] == [
        "hero",
        *(kind for kind, _ in SECTIONS[:-1]),
    ]

    # Previewed by herself
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Preview", exact=True).click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("Chat for service lanes")
    expect(preview.get_by_text("Preview of “Service lane”")).to_be_visible()
    axe(preview)
    assert preview.get_by_role("heading", level=2).count() >= 7
    preview.close()

    # Shared with somebody who has no account
    page.get_by_role("link", name="Preview links").click()
    page.locator('[name="name"]').fill("Head of service")
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).first.click()
    address = page.locator(".preview-address").input_value()
    bare_page.goto(address)
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Chat for service lanes")
    public = sites.url("autodealerchat", "/service-lane/")
    assert bare_page.goto(public).status == 404

    # Scheduled and put into the menu
    page.goto(sites.url("contactatonce", f"/admin/pages/page/{draft.pk}/change/"))
    begins = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=2)
    local = timezone.localtime(begins, draft.brand.calendar.zone)
    page.locator('[name="publish_at"]').fill(f"{local:%Y-%m-%dT%H:%M}")
    page.locator('[name="menu_place"]').select_option(label="Under “Trying out”")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("heading", name="Scheduled").wait_for()
    assert bare_page.goto(public).status == 404

    # Seen from its time on, by who refuses cookies and runs no script
    with time_machine.travel(begins + timedelta(seconds=1), tick=True):
        TimedCache.clear_all()
        assert bare_page.goto(public).status == 200
        bare_page.locator("summary", has_text="Trying out").click()
        bare_page.get_by_role("link", name="Service lane").first.click()
        expect(bare_page).to_have_url(public)
        expect(bare_page.locator('.menu [aria-current="page"]')).to_have_text("Service lane")
        outbound = bare_page.get_by_role("link", name="a link (another website)")
        expect(outbound).to_have_attribute("rel", "external noopener")


def test_rows_are_added_moved_and_removed_without_script(sites, bob, new_page, sign_in):
    stored = create_page(Brand.objects.get(slug="autodealerchat"), kinds=("steps",))
    page = new_page(java_script_enabled=False)
    sign_in(page, bob)
    address = f"/admin/pages/page/{stored.pk}/sections/k-steps/"
    page.goto(sites.url("contactatonce", address))
    page.get_by_role("button", name="Add another step").click()
    page.locator('[name="row-2-title"]:focus').fill("Three")
    page.locator('[name="row-2-text"]').fill("The last, now the first.")
    page.get_by_role("button", name="Up: step 3").click()
    page.get_by_role("button", name="Up: step 2").click()
    page.get_by_role("button", name="Remove: step 3").click()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("Saved: Steps.").wait_for()
    stored.refresh_from_db()
    points = stored.sections[0]["content"]["points"]
    assert [point["title"] for point in points] == ["Three", "One & only"]


def test_settings_that_were_not_saved_are_offered_after_the_tab_closed(sites, bob, page, sign_in):
    stored = create_page(Brand.objects.get(slug="autodealerchat"))
    address = sites.url("contactatonce", f"/admin/pages/page/{stored.pk}/change/")
    sign_in(page, bob)
    page.goto(address)
    page.locator("#id_title").fill("A better title")
    page.locator("#id_description").fill("What it is about.")
    page.goto(sites.url("contactatonce", "/admin/"))
    page.goto(address)
    page.get_by_role("button", name="Bring back the text").click()
    expect(page.locator("#id_title")).to_have_value("A better title")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("#id_description")).to_have_value("What it is about.")
    expect(page.locator(".rescue")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('text:'))") == []


@SCHEMES
@SIZES
def test_axe_finds_nothing_in_the_editor_and_nothing_is_wider_than_the_window(
    sites, bob, new_page, sign_in, console, axe, scheme, size
):
    kinds = ("hero", "walk", "statistics", "text")
    stored = create_page(Brand.objects.get(slug="autodealerchat"), kinds=kinds)
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, bob)
    menu = stored.brand_id
    for path in (
        "page/",
        "page/add/",
        f"page/{stored.pk}/change/",
        f"page/{stored.pk}/sections/k-hero/",
        f"page/{stored.pk}/sections/k-walk/",
        f"page/{stored.pk}/sections/k-statistics/",
        f"page/{stored.pk}/sections/add/video/",
        f"page/{stored.pk}/history/",
        f"sitemenu/{menu}/change/",
        "portal/add/",
    ):
        answer = page.goto(sites.url("contactatonce", f"/admin/pages/{path}"))
        assert answer.status == 200, path
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_faulty_form_is_marked_where_it_is_wrong(sites, bob, page, sign_in, axe, console):
    stored = create_page(Brand.objects.get(slug="autodealerchat"), kinds=("statistics",))
    sign_in(page, bob)
    address = f"/admin/pages/page/{stored.pk}/sections/k-statistics/"
    page.goto(sites.url("contactatonce", address))
    page.locator('[name="row-0-source"]').fill("")
    page.get_by_role("button", name="Save", exact=True).last.click()
    fault = page.locator("#id_row-0-source_error")
    expect(fault).to_have_text("This field is required.")
    described = page.locator('[name="row-0-source"]').get_attribute("aria-describedby")
    assert "id_row-0-source_error" in described.split()
    axe(page)
