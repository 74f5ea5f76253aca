"""Sections of every kind, in orders that nobody chose: axe finds nothing, nothing is too wide."""

import random

import pytest

from contactatonce.brands.models import Brand
from contactatonce.pages.shelf import shelf
from leads.seed import load_forms
from tests.browser.conftest import DESK, PHONE
from tests.pages.base import create_page
from tests.pages.kinds import EXAMPLES, row

pytestmark = pytest.mark.browser
ORDERS = 6


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone-dark", "desk-light"]
)
def test_axe_finds_nothing_whatever_the_order(sites, new_page, axe, console, size, scheme):
    load_forms()
    stored = create_page(Brand.objects.get(slug="apartmentchat"), path="/order/", kinds=())
    page = new_page(viewport=size, color_scheme=scheme)
    draw = random.Random(20261122)
    for number in range(ORDERS):
        kinds = draw.sample(sorted(EXAMPLES), k=len(EXAMPLES))
        stored.sections = [row(kind) for kind in kinds]
        stored.save()
        shelf.clear()
        answer = page.goto(sites.url("apartmentchat", f"/order/?{number}"))
        assert answer.status == 200
        console.assert_quiet()
        assert page.get_by_role("heading", level=1).count() == 1
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], kinds
