"""The public pages in a real browser: accessible, quiet, usable with nothing but HTML and CSS."""

import pytest
from playwright.sync_api import expect

from tests.base import SITES
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
SLUGS = [site["slug"] for site in SITES]
WIDTHS = [320, 390, 768, 1280]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_a_home_page(sites, new_page, axe, slug, scheme, size):
    page = new_page(viewport=size, color_scheme=scheme)
    page.goto(sites.url(slug))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = !one.name)")
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_error_page_and_in_an_open_menu(sites, new_page, axe, scheme):
    page = new_page(viewport=PHONE, color_scheme=scheme)
    page.goto(sites.url("autodealerchat", "/no-such-page/"))
    axe(page)
    page.get_by_role("button", name="Menu").click()
    axe(page)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_is_wider_than_its_window(sites, new_page, slug):
    page = new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(sites.url(slug))
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_menu_and_answers_work_without_script_and_cookies(sites, bare_page):
    bare_page.set_viewport_size(PHONE)
    bare_page.goto(sites.url("contactatonce"))
    link = bare_page.get_by_role("link", name="Questions", exact=True)
    expect(link).to_be_hidden()
    bare_page.get_by_role("button", name="Menu").click()
    expect(bare_page.locator("#menu").get_by_role("link", name="Talk to us")).to_be_visible()
    bare_page.locator("summary", has_text="Solutions").click()
    expect(bare_page.get_by_role("link", name="Apartment communities").first).to_be_visible()
    link.click()
    answer = bare_page.get_by_text("It never pretends that someone is there.")
    expect(answer).to_be_hidden()
    bare_page.get_by_text("What happens outside our hours?").click()
    expect(answer).to_be_visible()


def test_the_menu_of_a_phone_opens_below_the_header_wherever_that_is(sites, new_page):
    page = new_page(viewport=PHONE)
    page.goto(sites.url("contactatonce"))
    for above in ("0px", "120px"):
        page.evaluate(f"document.body.style.paddingTop = '{above}'")
        page.get_by_role("button", name="Menu").click()
        header = page.locator(".site-header").bounding_box()
        menu = page.locator("#menu").bounding_box()
        assert abs(menu["y"] - header["y"] - header["height"]) <= 1
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).to_be_hidden()


def test_the_menu_is_open_on_a_desk(sites, page):
    page.goto(sites.url("contactatonce"))
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Questions", exact=True)).to_be_visible()
    page.locator("summary", has_text="Solutions").click()
    page.get_by_role("link", name="Car dealers", exact=True).first.click()
    page.wait_for_url(sites.url("contactatonce", "/car-dealers/"))
    expect(page.locator('.menu [aria-current="page"]')).to_have_text("Car dealers")


def test_the_first_tab_stop_leads_past_the_header(sites, page):
    page.goto(sites.url("apartmentchat"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_brand_colors_of_both_schemes_reach_the_page(sites, new_page):
    for scheme, accent in (("light", "rgb(10, 107, 88)"), ("dark", "rgb(111, 214, 189)")):
        page = new_page(color_scheme=scheme)
        page.goto(sites.url("apartmentchat"))
        color = "getComputedStyle(document.querySelector('.hero .button')).backgroundColor"
        assert page.evaluate(color) == accent


def test_the_fonts_are_our_own_and_arrive(sites, page):
    page.goto(sites.url("dealerchatblog"))
    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter(f => f.status == 'loaded')"
        ".map(f => f.family.replaceAll('\"', '')))"
    )
    assert {"Figtree", "Source Serif 4"} <= set(loaded)


def test_nothing_moves_for_who_wants_no_motion(sites, new_page):
    moving = (
        "[...document.querySelectorAll('*')].filter(one => "
        "parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    )
    page = new_page(reduced_motion="no-preference")
    page.goto(sites.url("contactatonce"))
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0


def test_a_printed_page_has_its_text_and_none_of_its_controls(sites, page):
    page.goto(sites.url("contactatonce"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for control in (".menu", ".launcher", ".hero .actions", ".hero-art"):
        expect(page.locator(control)).to_be_hidden()
