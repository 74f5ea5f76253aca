"""The proofs about pages: green on what is installed, red once something is broken."""

import pytest

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.seed import load_forms
from pages import links, promises
from pages.models import Portal
from pages.navigation import portals
from pages.seed import load_pages
from privacy.seed import load_documents
from tests.pages.base import create_page
from tests.pages.kinds import row

pytestmark = pytest.mark.django_db
PORTAL = {
    "name": "Example desk",
    "audience": "merchants",
    "sign_in_url": "https://desk.example.com/",
    "agreement_url": "https://desk.example.com/terms",
}


@pytest.fixture(autouse=True)
def sites(db):
    load_sites()


@pytest.fixture
def page():
    return create_page(Brand.objects.get(slug="contactatonce"), kinds=("text", "portals"))


def test_they_hold_on_all_pages_that_are_installed():
    load_forms()
    load_documents()
    load_pages()
    Portal.objects.create(**PORTAL)
    assert len(list(promises.shown())) > 20
    assert list(promises.outbound_links_say_so()) == []
    assert list(promises.portals_name_their_agreements()) == []


def test_a_link_to_elsewhere_that_does_not_say_so_breaks_p26(page, monkeypatch):
    assert list(promises.outbound_links_say_so()) == []
    monkeypatch.setattr(links, "OUTBOUND_REL", "noopener")
    monkeypatch.setattr("pages.richtext.OUTBOUND_REL", "noopener")
    (found,) = promises.outbound_links_say_so()
    assert "links to https://example.org/x?a=1&b=2 without saying" in found


def test_a_page_that_does_not_answer_breaks_p26(page):
    type(page).objects.filter(pk=page.pk).update(path="/privacy/")  # an app answers there
    (found,) = promises.outbound_links_say_so()
    assert found == "https://www.contactatonce.com/privacy/ answers 404."


def test_a_portal_without_its_agreement_beside_it_breaks_p05(page):
    Portal.objects.create(**PORTAL)
    portals.clear()
    assert list(promises.portals_name_their_agreements()) == []
    page.sections = [row("call", primary={"label": "Sign in", "url": PORTAL["sign_in_url"]})]
    page.save()
    (found,) = promises.portals_name_their_agreements()
    assert "leads to Example desk and not to its agreement" in found
