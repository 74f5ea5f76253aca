"""The work queue in a browser: worked from end to end, with JavaScript and without."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from leads.models import Answer, Lead
from tests import factories
from tests.base import run_jobs

from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(sites):
    return factories.create_staff("alice@example.com", "Alice", role="Sales")


@pytest.fixture
def leads(sites):
    now = timezone.now()
    stored = []
    for number, brand in enumerate(Brand.objects.all()):
        inquiry = factories.create_inquiry(
            brand=brand,
            name=f"Nora Example {number}",
            company_name="Whitfield Motors and the Old Town Harbour Redevelopment Company",
            business_type="dealer",
            phone="(770) 555-0137",
            received_at=now - timedelta(weeks=number),  # each has its own deadline, on any day
            message="Could you show how your people answer outside our opening hours?",
            spam_reasons=[{"code": "links", "points": 4, "detail": "3"}],
        )
        stored.append(
            factories.create_lead(inquiry=inquiry, quarantined_at=now if number == 4 else None)
        )
    return stored


def pages(leads):
    return (
        "/admin/",
        "/admin/leads/lead/?tab=all",
        "/admin/leads/lead/?tab=all&state=new&site=autodealerchat",
        "/admin/leads/lead/?q=nobody",
        f"/admin/leads/lead/{leads[0].pk}/change/",
        f"/admin/leads/lead/{leads[4].pk}/change/",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(
    new_page, sites, sign_in, alice, leads, axe, viewport, scheme
):
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in(page, alice)
    for path in pages(leads):
        page.goto(sites.url("contactatonce", path))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_an_inquiry_is_taken_answered_and_closed(
    new_page, sites, sign_in, alice, leads, with_script
):
    page = new_page(java_script_enabled=with_script)
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", "/admin/"))
    page.get_by_role("button", name="Take the next one").click()
    page.get_by_role("heading", name="Nora Example 3").wait_for()
    page.get_by_label("Text").fill("Hello Nora, Friday at ten suits us.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("is waiting to be sent").wait_for()
    run_jobs()
    page.reload()
    page.get_by_text("sent at").wait_for()
    page.get_by_label("State").select_option("won")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Contacted → Won").wait_for()
    lead = Lead.objects.get(pk=leads[3].pk)
    assert (lead.state, lead.owner) == ("won", alice)
    assert lead.first_answered_at is not None
    assert Answer.objects.get().body == "Hello Nora, Friday at ten suits us."


def test_several_are_assigned_by_keyboard_alone(page, sites, sign_in, alice, leads):
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", "/admin/leads/lead/?tab=all"))
    page.get_by_label("This page").focus()
    page.keyboard.press("Space")
    expect(page.locator("#work-selected")).to_have_text("5 of 5 selected")
    page.keyboard.press("Tab")
    page.keyboard.type("Assign")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Owner").wait_for()
    page.get_by_label("Owner").focus()
    page.keyboard.type("Alice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("5 inquiries changed.", exact=True).wait_for()
    assert Lead.objects.filter(owner=alice).count() == 5


def test_keys_work_the_list_and_undo(page, sites, sign_in, alice, leads):
    row, status = page.locator(".work-row:focus"), page.locator("#queue-status")
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", "/admin/leads/lead/?tab=new&o=newest"))
    page.keyboard.press("a")
    expect(status).to_contain_text("is selected. Press a again")
    expect(row).to_contain_text("Nora Example 3")
    page.keyboard.press("a")
    expect(row.locator(".cell-owner")).to_have_text("Alice")
    expect(row.locator(".outcome")).to_contain_text("It is yours.")
    page.keyboard.press("u")
    expect(row.locator(".cell-owner")).to_have_text("No one")
    page.keyboard.press("j")
    expect(row).to_contain_text("Nora Example 2")
    page.keyboard.press("x")
    expect(page.locator("#work-selected")).to_have_text("1 of 4 selected")
    page.keyboard.press("k")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("undo the last action")
    page.get_by_label("Use these keys on this device").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator(".work-row").first.focus()
    page.keyboard.press("s")
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    assert set(Lead.objects.values_list("state", flat=True)) == {"new"}


def test_quarantine_is_cleared_by_one_key_each(page, sites, sign_in, alice, leads):
    Lead.objects.filter(pk=leads[3].pk).update(quarantined_at=timezone.now())
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", "/admin/leads/lead/?tab=quarantine&o=newest"))
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator(".work-row:focus")).to_contain_text("Nora Example 3")
    page.keyboard.press("r")
    expect(page.locator(".work-empty:focus")).to_contain_text("Nothing here.")
    assert Lead.objects.get(pk=leads[4].pk).state == "not_a_lead"
    assert not Lead.objects.get(pk=leads[3].pk).is_quarantined


def test_a_row_button_works_without_script(new_page, sites, sign_in, alice, leads):
    page = new_page(java_script_enabled=False)
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", "/admin/leads/lead/?tab=new"))
    reference = leads[0].inquiry.reference
    page.get_by_role("button", name=re.compile(f"Assign to me.*{reference}")).click()
    expect(page.get_by_text("It is yours.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert not Lead.objects.filter(owner=alice).exists()


def test_why_it_was_lost_is_asked_only_then(page, sites, sign_in, alice, leads):
    sign_in(page, alice)
    page.goto(sites.url("contactatonce", f"/admin/leads/lead/{leads[0].pk}/change/"))
    reason = page.get_by_label("Why lost")
    expect(reason).to_be_hidden()
    page.get_by_label("State").select_option("lost")
    expect(reason).to_be_visible()
