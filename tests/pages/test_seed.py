"""The pages of a new installation: all answer, all links lead somewhere, edits stay."""

import pytest

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.seed import load_forms
from pages import warnings
from pages.models import MenuItem, Page
from pages.seed import load_pages
from publishing.models import Revision
from tests.pages.kinds import row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installed(db):
    load_sites()
    load_forms()
    assert load_pages()


def test_every_page_answers_on_its_site_and_leads_nowhere_in_vain(client):
    pages = list(Page.objects.select_related("brand"))
    assert len(pages) > 25
    for page in pages:
        response = client.get(page.path, headers={"host": page.brand.host})
        assert response.status_code == 200, page.url
        # Only the company knows where users sign in: staff get a reminder of that and nothing else.
        asked = [sentence for sentence in warnings.of(page) if "No chat portal" in sentence]
        assert len(asked) == (page.path == "/support/"), page.url
        assert list(warnings.of(page)) == asked, page.url


def test_every_site_has_a_home_a_menu_and_a_word_on_accessibility():
    for brand in Brand.objects.all():
        paths = set(Page.objects.filter(brand=brand).values_list("path", flat=True))
        assert {"/", "/accessibility/"} <= paths
        assert MenuItem.objects.filter(brand=brand).count() >= 3


def test_each_page_begins_its_history_with_what_was_installed():
    assert Revision.objects.filter(number=1, made_by=None).count() == Page.objects.count()
    assert set(Page.objects.values_list("version", flat=True)) == {1}


def test_loading_again_brings_back_nothing_that_staff_changed_or_deleted():
    Page.objects.get(brand__slug="contactatonce", path="/about/").delete()
    Page.objects.filter(brand__slug="contactatonce", path="/").update(title="Ours")
    MenuItem.objects.filter(brand__slug="apartmentchat").delete()
    assert load_pages() is False
    assert not Page.objects.filter(brand__slug="contactatonce", path="/about/").exists()
    assert Page.objects.get(brand__slug="contactatonce", path="/").title == "Ours"
    assert not MenuItem.objects.filter(brand__slug="apartmentchat").exists()


def test_a_link_that_leads_nowhere_would_be_noticed():
    page = Page.objects.get(brand__slug="autodealerchat", path="/")
    page.sections[-1]["content"]["primary"] = {"label": "x", "url": "/nowhere/"}
    page.sections += [row("text", text="See [this](/gone/?a=1&b=2), [that](/pricing/).")]
    assert list(warnings.of(page)) == [
        "The link to /gone/?a=1&b=2 leads nowhere on this site.",
        "The link to /nowhere/ leads nowhere on this site.",
    ]
