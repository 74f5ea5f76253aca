"""People and companies in a browser: pages fit the screen with long values, links can be used."""

import pytest
from playwright.sync_api import expect

from leads.models import Company, Event, Person
from tests import factories

from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser
LONG = "Whitfield Motors and the Old Town Harbor Redevelopment of Alpharetta".ljust(190, "x")
ADDRESS = "maria.gonzalez@peachstatemotors.example"


@pytest.fixture
def adam(sites):
    return factories.create_staff("adam@example.com", "Adam", role="Administrator")


@pytest.fixture
def person(adam):
    """A person with long values, whose company may exist twice."""
    company = Company.objects.create(name=LONG, size="51-200")
    Company.objects.create(name=f"{LONG} Inc")
    person = Person.objects.create(name="Maria Gonzalez", email=ADDRESS, company=company)
    Person.objects.create(name="M. Gonzalez", email=ADDRESS.replace("@", "+news@"))
    for number in range(3):
        inquiry = factories.create_inquiry(email=ADDRESS, company_name=LONG, name="M" * 200)
        lead = factories.create_lead(
            inquiry=inquiry, person=person, company=company, owner=adam if number else None
        )
        Event.objects.create(lead=lead, kind=Event.Kind.NOTE, actor=adam, text="x" * 300)
    return person


def pages(person):
    other = Person.objects.order_by("pk").last()
    return (
        f"person/{person.pk}/change/",
        f"company/{person.company_id}/change/",
        f"person/{person.pk}/merge/{other.pk}/",
        f"company/{person.company_id}/delete/",
        "person/import/",
        "person/",
        "company/",
        f"lead/add/?person={person.pk}",
        f"lead/?tab=all&company={person.company_id}",
        f"lead/{person.leads.first().pk}/change/",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(
    new_page, sites, sign_in, adam, person, axe, viewport, scheme
):
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in(page, adam)
    for path in pages(person):
        page.goto(sites.url("contactatonce", f"/admin/leads/{path}"))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_company_leads_to_its_inquiries_and_people(new_page, sites, sign_in, adam, person):
    page = new_page(viewport=DESK)
    sign_in(page, adam)
    company = sites.url("contactatonce", f"/admin/leads/company/{person.company_id}/change/")
    page.goto(company)
    page.get_by_role("link", name="All 3 in the work queue").click()
    expect(page.locator(".cell-who")).to_have_count(3)
    page.goto(company)
    page.get_by_role("link", name="Maria Gonzalez").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Gonzalez")
    reference = person.leads.first().inquiry.reference
    page.locator(".cell-who").get_by_role("link", name=f"#{reference}").click()
    expect(page.locator(".reference").first).to_have_text(f"#{reference}")
