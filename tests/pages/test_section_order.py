"""Whatever sections a page has, in whatever order: valid HTML, one h1, no heading jump."""

from itertools import pairwise

import html5lib
import pytest
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.seed import load_forms
from pages.models import Page
from tests.pages.kinds import EXAMPLES, random_orders, row

H = "{http://www.w3.org/1999/xhtml}"
HOST = "www.autodealerchat.com"
pytestmark = pytest.mark.django_db


def faults(text: str) -> list[str]:
    """Return what is wrong with a page: its syntax, its headings, its ids."""
    try:
        tree = html5lib.HTMLParser(strict=True).parse(text)
    except html5lib.html5parser.ParseError as error:
        return [f"syntax: {error}"]
    headings = {f"{H}h{level}": level for level in range(1, 7)}
    levels = [headings[node.tag] for node in tree.iter() if node.tag in headings]
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    found = []
    if levels.count(1) != 1 or levels[0] != 1:
        found.append(f"h1: {levels}")
    if any(after - before > 1 for before, after in pairwise(levels)):
        found.append(f"jump: {levels}")
    if len(ids) != len(set(ids)):
        found.append(f"ids: {sorted(name for name in ids if ids.count(name) > 1)}")
    return found


@pytest.fixture
def page(db):
    load_sites()
    load_forms()
    brand = Brand.objects.get(host=HOST)
    return Page.objects.create(
        brand=brand, path="/try/", title="Try", description="It.", publish_at=timezone.now()
    )


def shown(client, page: Page, sections: list[dict]) -> str:
    page.sections = sections
    page.save()
    response = client.get(page.path, headers={"host": HOST})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("orders", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_random_orders_are_valid(client, page, orders):
    for sections in random_orders(orders):
        assert faults(shown(client, page, sections)) == [], [one["kind"] for one in sections]


def test_each_kind_alone_is_valid_and_seen_unless_it_has_nothing_to_show(client, page):
    unseen = set()
    for kind, example in EXAMPLES.items():
        text = shown(client, page, [row(kind)])
        assert faults(text) == [], kind
        if example["title"] and example["title"] not in text:
            unseen.add(kind)
    assert unseen == {"testimonials", "testimonial", "logos", "posts"}


def test_the_hero_holds_the_h1_only_at_the_head_of_the_page(client, page):
    text = shown(client, page, [row("hero"), row("steps"), row("hero", key="again")])
    assert text.count("<h1>Hello</h1>") == 1
    assert text.count('<h2 class="hero-title">Hello</h2>') == 1
    text = shown(client, page, [row("steps"), row("hero")])
    assert "<h1>Try</h1>" in text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<!doctype html><title>x</title><h1>a</h1><p><div></p>", "syntax"),
        ("<!doctype html><title>x</title><h1>a</h1><h3>b</h3>", "jump"),
        ("<!doctype html><title>x</title><h1>a</h1><h1>b</h1>", "h1"),
        ("<!doctype html><title>x</title><h2>a</h2><h1>b</h1>", "h1"),
        ('<!doctype html><title>x</title><h1 id="a">a</h1><p id="a">', "ids"),
    ],
)
def test_a_faulty_page_would_be_noticed(text, fault):
    assert [found.partition(":")[0] for found in faults(text)] == [fault]
