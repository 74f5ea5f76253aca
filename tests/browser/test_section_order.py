"""Sections of every kind in random order: axe finds nothing, nothing is too wide."""

import random
from itertools import cycle

import pytest
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from leads.seed import load_forms
from tests.browser.conftest import DESK, PHONE
from tests.pages.base import create_page
from tests.pages.kinds import EXAMPLES, random_orders, row

pytestmark = pytest.mark.browser
ORDERS = 6
LOOKS = {"phone-dark": (PHONE, "dark"), "desk-light": (DESK, "light")}
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"


@pytest.fixture
def look_at(sites, axe, console):
    """Look at a page of these sections in an open tab as a visitor and as axe do."""
    load_forms()
    stored = create_page(Brand.objects.get(slug="apartmentchat"), path="/order/", kinds=())

    def look(page, sections):
        stored.sections = sections
        stored.save()
        answer = page.goto(sites.url("apartmentchat", f"/order/?{stored.updated_at:%s%f}"))
        kinds = [one["kind"] for one in sections]
        assert answer.status == 200, kinds
        console.assert_quiet()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        page.evaluate(OPEN_ALL)
        axe(page)
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kinds

    return look


@pytest.mark.parametrize(("size", "scheme"), LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing_whatever_the_order(look_at, new_page, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    draw = random.Random(20261122)
    for _ in range(ORDERS):
        look_at(page, [row(kind) for kind in draw.sample(sorted(EXAMPLES), k=len(EXAMPLES))])


@pytest.mark.slow
def test_axe_finds_nothing_in_two_hundred_random_orders(look_at, new_page):
    pages = [new_page(viewport=size, color_scheme=scheme) for size, scheme in LOOKS.values()]
    for page, sections in zip(cycle(pages), random_orders(200), strict=False):
        look_at(page, sections)
