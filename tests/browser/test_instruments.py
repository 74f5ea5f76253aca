"""The browser tests' own instruments, each shown to notice what it is there for."""

import pytest
from django.http import HttpResponse
from django.urls import include, path
from playwright.sync_api import expect

from contactatonce.brands.models import Brand

pytestmark = pytest.mark.browser

GOOD = "<!doctype html><html lang=en><title>Good</title><main><h1>Good</h1><p>Text</p></main>"
BAD = "<!doctype html><html><img src=/static/no-such.png><button></button>"


def answer(html):
    def view(request):
        response = HttpResponse(html)
        response.set_cookie("crumb", "1")
        return response

    return view


urlpatterns = [
    path("good/", answer(GOOD)),
    path("bad/", answer(BAD)),
    path("inline/", answer(GOOD + "<script>document.title = 'ran'</script>")),
    path("script/", answer(GOOD + "<noscript><p>no script</p></noscript>")),
    path("foreign/", answer(GOOD + "<link rel=stylesheet href=http://fonts.example.com/a.css>")),
    path("", include("contactatonce.urls")),
]


@pytest.fixture(autouse=True)
def pages(settings):
    settings.ROOT_URLCONF = __name__


def test_axe_passes_a_good_page_and_fails_a_bad_one(sites, new_page, console, axe):
    page = new_page()
    page.goto(sites.url("contactatonce", "/good/"))
    axe(page)
    page.goto(sites.url("contactatonce", "/bad/"))
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)
    assert console.problems.pop().startswith("404")


@pytest.mark.parametrize(
    ("address", "problem"), [("/inline/", "Content Security Policy"), ("/foreign/", "foreign: ")]
)
def test_the_console_notices(sites, page, console, address, problem):
    page.goto(sites.url("contactatonce", address))
    found, console.problems = console.problems, []
    assert any(problem in line for line in found), found


def test_each_site_answers_on_its_own_local_name(sites, page, settings):
    settings.ROOT_URLCONF = "contactatonce.urls"
    for brand in Brand.objects.all():
        assert page.goto(sites.url(brand.slug)).status == 200
        assert brand.name in page.title()


def test_a_page_keeps_cookies_and_a_bare_page_refuses_them(sites, page, bare_page):
    address = sites.url("contactatonce", "/good/")
    page.goto(address)
    bare_page.goto(address)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["crumb"]
    assert bare_page.context.cookies() == []


def test_a_page_runs_scripts_and_a_bare_page_does_not(sites, page, bare_page):
    for visitor, paragraphs in ((page, 0), (bare_page, 1)):
        visitor.goto(sites.url("contactatonce", "/script/"))
        expect(visitor.locator("noscript p")).to_have_count(paragraphs)
