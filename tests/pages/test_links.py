"""Links to websites of others say so, to people and to browsers (P26); ours do not."""

import re

import pytest

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from pages import links
from pages.models import Portal
from pages.navigation import portals
from pages.richtext import fit_headings, rich
from tests.pages.base import create_page
from tests.pages.kinds import row

HOST = "www.apartmentchat.com"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sites(db):
    load_sites()


def shown(client, *sections) -> str:
    portals.clear()
    page = create_page(Brand.objects.get(host=HOST), kinds=())
    page.sections = list(sections)
    page.save()
    text = client.get(page.path, headers={"host": HOST}).content.decode()
    return text.partition("<main")[2].partition("</nav>")[2].partition("</main>")[0]


def anchors(text: str) -> list[str]:
    return re.findall(r"<a [^>]*>.*?</a>", text, re.DOTALL)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/", True),
        ("http://EXAMPLE.org:8080/x", True),
        ("//example.org/", True),
        ("https://www.autodealerchat.com/a/", False),
        ("https://WWW.autodealerchat.com/a/", False),
        ("https://autodealerchat.com/", False),  # an alias
        ("https://www.autodealerchat.com.example.org/", True),
        ("/a/", False),
        ("#a", False),
        ("mailto:a@example.org", False),
        ("tel:+1", False),
    ],
)
def test_whose_website_an_address_is_on(address, expected):
    assert links.is_outbound(address) is expected


def test_a_button_to_elsewhere_is_marked_and_one_to_us_is_not(client):
    text = shown(
        client,
        row(
            "call",
            primary={"label": "Out", "url": "https://example.org/x"},
            secondary={"label": "In", "url": "site:autodealerchat"},
        ),
    )
    out, inside = anchors(text)
    assert 'rel="external noopener"' in out
    assert "(another website)" in out
    assert 'href="https://www.autodealerchat.com/"' in inside
    assert "rel=" not in inside
    assert "another website" not in inside


def test_links_in_rich_text_and_of_figures_are_marked_too(client):
    text = shown(client, row("text"), row("statistics"))
    assert len(anchors(text)) == 2
    for anchor in anchors(text):
        assert 'rel="external noopener"' in anchor
        assert "(another website)" in anchor


def test_the_agreements_of_the_portals_are_data_and_the_page_says_what_they_govern(client):
    Portal.objects.create(
        name="Example desk",
        audience="merchants",
        sign_in_url="https://desk.example.com/",
        agreement_url="https://desk.example.com/terms",
    )
    text = shown(client, row("portals"))
    found = anchors(text)
    assert any("desk.example.com/terms" in link and "external" in link for link in found)
    assert "For merchants" in text
    assert "agreements of their own" in text
    assert "info@contactatonce.com" in text


@pytest.mark.parametrize(
    ("html", "top", "expected"),
    [
        ("<h2>a</h2><h4>b</h4><h3>c</h3>", 3, "<h3>a</h3><h4>b</h4><h4>c</h4>"),
        ("<h4>a</h4><h2>b</h2><h3>c</h3><h4>d</h4>", 2, "<h2>a</h2><h2>b</h2><h3>c</h3><h4>d</h4>"),
        ("<h2>a</h2><h2>b</h2>", 3, "<h3>a</h3><h3>b</h3>"),
        ("<p>&lt;h2&gt; <hr></p>", 3, "<p>&lt;h2&gt; <hr></p>"),
    ],
)
def test_headings_begin_at_their_place_and_go_down_one_level_at_a_time(html, top, expected):
    assert fit_headings(html, top) == expected


def test_rich_text_runs_no_script_and_shows_markup_as_text():
    html = rich('<script>alert(1)</script> [x](javascript:alert(1)) "><img src=x onerror=y>', 2)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
