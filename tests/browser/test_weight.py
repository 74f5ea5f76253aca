"""A first visit stays within its weight on every site, in a real browser, pictures included."""

from itertools import islice

import pytest

from blog.drafts import drafts_of
from contactatonce.brands.models import Brand
from pages.seed import load_pages
from tests import factories
from tests.base import SITES
from tests.blog.base import create_author, create_post
from tests.blog.commenting import create_comment
from tests.browser.chromium import PHONE
from tests.browser.weight import KB, Visit, visit

pytestmark = pytest.mark.browser
MOST_OF_AN_ARTICLE = 110 * KB
SLUGS = [site["slug"] for site in SITES]


@pytest.fixture
def fresh(chromium, sites):
    """A browser context without anything in its cache, as a phone and at rest."""
    load_pages()
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, reduced_motion="reduce")
    yield context
    context.close()


@pytest.mark.parametrize("slug", SLUGS)
def test_a_home_page_stays_within_its_weight(sites, fresh, slug):
    found = visit(fresh, sites.url(slug))
    assert found.excesses() == [], str(found)
    assert found.sizes["document"] > 2 * KB
    assert found.sizes["stylesheet"] > 5 * KB
    assert found.sizes["font"] > 15 * KB
    assert found.requests >= 4


def test_a_contact_page_stays_within_its_weight(sites, fresh):
    factories.create_form(brand=Brand.objects.get(slug="autodealerchat"))
    found = visit(fresh, sites.url("autodealerchat", "/contact/"))
    assert found.excesses() == [], str(found)


def test_an_article_with_fifty_comments_stays_within_its_weight(sites, fresh):
    brand = Brand.objects.get(slug="apartmentchatblog")
    *others, longest = sorted((draft.body for draft in drafts_of(brand)), key=len)
    post = create_post(brand=brand, body=longest, authors=[create_author()])
    written = iter(" ".join(others))  # each comment says something else, so that it weighs
    for number in range(50):
        text = "".join(islice(written, 400))
        create_comment(post, email=f"reader{number}@example.com", text=text)
    found = visit(fresh, sites.url(brand.slug, post.get_absolute_url()))
    without_pictures = found.total - found.sizes.get("image", 0)
    assert without_pictures <= MOST_OF_AN_ARTICLE, str(found)
    assert found.sizes["document"] > 10 * KB
    assert found.cookies == 0


def test_what_is_too_much_is_told_by_name():
    heavy = Visit(
        "https://a.example.com/",
        sizes={"document": 21 * KB, "script": 9 * KB, "image": 280 * KB},
        requests=16,
        hosts={"a.example.com", "b.example.com"},
        cookies=1,
    )
    assert heavy.excesses() == [
        "document 21.0 KB > 20",
        "script 9.0 KB > 8",
        "all 310.0 KB > 300",
        "16 requests > 15",
        "1 cookies",
        "another host: b.example.com",
    ]
    assert Visit("https://a.example.com/", hosts={"a.example.com"}).excesses() == []


def test_a_cookie_and_an_oversized_script_would_be_seen(sites, fresh):
    address = sites.url("contactatonce")
    fresh.route(
        "**/big.js",
        lambda route: route.fulfill(
            body="".join(f"//{number * 7919}\n" for number in range(9000)),
            content_type="text/javascript",
            headers={"Set-Cookie": "a=b"},
        ),
    )
    fresh.route(
        address,
        lambda route: route.fulfill(
            body="<!doctype html><title>x</title><script src=/big.js></script>",
            content_type="text/html",
        ),
    )
    excesses = visit(fresh, address).excesses()
    assert any(found.startswith("script ") for found in excesses)
    assert "1 cookies" in excesses
