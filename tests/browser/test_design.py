"""The design beyond its looks: readable lines, print, forced colors, no script."""

import re

import pytest
from playwright.sync_api import expect

from pages.seed import load_pages
from tests.base import SITES
from tests.browser.chromium import DESK, PHONE

pytestmark = pytest.mark.browser
SLUGS = [site["slug"] for site in SITES]
ARTICLE = """words => document.querySelector('main').innerHTML =
  '<article class="wrap post"><div class="post-columns"><nav class="post-toc"><h2>a</h2></nav>' +
  '<div class="post-body prose"><p>' + words + '</p></div></div></article>'"""
PER_LINE = """() => {
  const text = document.querySelector('.post-body p').firstChild, range = document.createRange();
  const counts = new Map();
  for (let at = 0; at < text.length; at++) {
    range.setStart(text, at); range.setEnd(text, at + 1);
    const top = Math.round(range.getBoundingClientRect().top);
    counts.set(top, (counts.get(top) || 0) + 1);
  }
  return [...counts.values()].slice(0, -1);
}"""
STYLE = "(one, name) => getComputedStyle(one)[name]"
WORDS = (
    "Somebody looks at a car at half past nine in the evening and has a question that takes ten "
    "seconds to answer. If nobody is there, he goes on to the next listing, and what he would have "
    "bought is sold by somebody who was at the desk. "
) * 5


@pytest.fixture
def with_pages(sites):
    load_pages()
    return sites


@pytest.mark.parametrize("slug", ["contactatonce", "dealerchatblog"])
@pytest.mark.parametrize("width", [768, 1280, 1920])
def test_a_line_of_an_article_has_60_to_75_characters(with_pages, new_page, slug, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(with_pages.url(slug))
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(ARTICLE, WORDS)
    counts = page.evaluate(PER_LINE)
    assert len(counts) > 10
    assert 60 <= sum(counts) / len(counts) <= 75
    assert max(counts) <= 82


@pytest.mark.parametrize("slug", SLUGS)
def test_paper_is_black_on_white_whatever_the_scheme(with_pages, new_page, slug):
    page = new_page(color_scheme="dark")
    page.goto(with_pages.url(slug))
    page.emulate_media(media="print", color_scheme="dark")
    colors = page.evaluate(
        """[...document.querySelectorAll('main h1, main h2, main h3, main p, main li, main a')]
        .filter(one => one.checkVisibility()).map(one => getComputedStyle(one).color)"""
    )
    assert len(colors) > 10
    assert set(colors) == {"rgb(0, 0, 0)"}
    grounds = page.evaluate(
        """[...document.querySelectorAll('html, body, main, main *')].filter(
        one => one.checkVisibility() && !one.closest('svg, .icon-badge'))
        .map(one => getComputedStyle(one).backgroundColor)"""
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_links_are_spelled_out_on_paper(with_pages, new_page):
    page = new_page()
    page.goto(with_pages.url("contactatonce"))
    page.evaluate(
        """document.querySelector('main').innerHTML = '<div class="prose"><p>' +
        '<a href="/about/">ours</a> <a href="https://www.example.com/a">theirs</a></p></div>'"""
    )
    page.emulate_media(media="print")
    after = "getComputedStyle(document.querySelector('{}'), '::after').content"
    ours = page.evaluate(after.format('main a[href^="/"]'))
    theirs = page.evaluate(after.format('main a[href^="http"]'))
    spelled = re.sub(r'"\s+"|"', "", f"{ours} {theirs}")
    assert with_pages.url("contactatonce", "/about/") in spelled.replace(" /about", "/about")
    assert "(https://www.example.com/a)" in spelled


def test_answers_that_are_closed_on_the_screen_stand_open_on_paper(with_pages, new_page):
    page = new_page()
    page.goto(with_pages.url("contactatonce"))
    answer = page.locator(".question:not([open]) p").first
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    assert answer.bounding_box()["height"] > 10


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_buttons_keep_their_edge_in_forced_colors(with_pages, new_page, size):
    page = new_page(viewport=size, forced_colors="active")
    page.goto(with_pages.url("autodealerchat"))
    for selector in (".hero .button", ".launcher", ".call"):
        found = page.locator(selector).first
        assert found.evaluate(STYLE, "borderTopStyle") == "solid"
        assert found.evaluate(STYLE, "borderTopWidth") == "2px"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_chat_button_is_a_link_and_costs_no_script(with_pages, new_page, slug):
    page = new_page()
    scripts = []
    page.on(
        "request", lambda sent: scripts.append(sent.url) if sent.resource_type == "script" else None
    )
    page.goto(with_pages.url(slug), wait_until="networkidle")
    launcher = page.locator(".launcher")
    assert launcher.evaluate("one => one.tagName") == "A"
    expect(launcher).to_have_attribute("href", "/contact/")
    assert scripts == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_the_keyboard_reaches_shows_it(with_pages, new_page, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(with_pages.url("apartmentchat"))
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            return [one.tagName, style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
        )
        if style[0] != "BODY":
            seen += 1
            assert style[1] == "solid" and style[2] >= 2, style
    assert seen > 15


@pytest.mark.parametrize("slug", SLUGS)
def test_the_header_fits_where_the_menu_just_became_a_row(with_pages, new_page, slug):
    page = new_page()
    page.goto(with_pages.url(slug))
    for width in (320, 480, 768, 992, 1024, 1100, 1184):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".site-header").bounding_box()["height"] < 80, width


def test_search_is_one_click_away(with_pages, new_page):
    page = new_page(viewport=PHONE)
    page.goto(with_pages.url("contactatonce"))
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.wait_for_url(with_pages.url("contactatonce", "/search/"))
