"""A privacy request through the browser: a visitor without script and cookies, then the officer."""

import re
import uuid

import pytest
from django.core import mail

from contactatonce.brands.models import Brand
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.registry import Category
from privacy.rights import fulfillment, intake
from privacy.rights.request_links import status_token
from privacy.rights.transitions import State
from privacy.seed import load_documents
from promises import services as evidence
from tests import factories
from tests.base import run_jobs
from tests.browser.conftest import DESK, PHONE
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import CONFIRM_LINK, STATUS_LINK
from tests.privacy.test_disclosures_gate import create_recipient

pytestmark = pytest.mark.browser
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def dora(sites):
    """A privacy officer, the documents in force, and an inquiry of Ada."""
    load_documents()
    create_history()
    mail.outbox = []
    return factories.create_staff("dora@example.com", "Dora", role="Privacy officer")


def link(pattern: re.Pattern[str], number: int = -1) -> str:
    """Return the path in the latest mail that has one."""
    return [found[0] for sent in mail.outbox if (found := pattern.search(sent.body))][number]


def submit(email: str, kind: str) -> PrivacyRequest:
    """Store a request that someone else sends for the same e-mail address."""
    brand, key = Brand.objects.get(slug="contactatonce"), uuid.uuid4()
    intake.submit(brand=brand, kind=kind, email=email, text="What is this?", key=key)
    return PrivacyRequest.objects.get(key=key)


def entered(dora, kind: str) -> PrivacyRequest:
    request = intake.enter(
        brand=Brand.objects.get(slug="contactatonce"),
        kind=kind,
        email=ADA,
        channel="letter",
        received_at=dora.joined_at,
        by=dora,
    )
    intake.confirm_by_staff(request, checked="letter", by=dora)
    run_jobs()
    return request


def test_a_visitor_without_script_and_cookies_asks_confirms_and_the_officer_erases(
    bare_page, page, sites, sign_in, dora
):
    bare_page.goto(sites.url("autodealerchat"))
    bare_page.get_by_role("contentinfo").get_by_role("link", name="Privacy requests").click()
    bare_page.get_by_label("Delete my data").check()
    bare_page.get_by_label("E-mail address").fill(ADA)
    bare_page.get_by_role("button", name="Send the request").click()
    bare_page.get_by_role("heading", name="Now check your e-mail").wait_for()
    run_jobs()
    bare_page.goto(sites.url("autodealerchat", link(CONFIRM_LINK)))
    bare_page.get_by_role("button", name="Yes, this is my request").click()
    bare_page.get_by_role("heading", name="Delete my data").wait_for()
    run_jobs()
    assert not bare_page.context.cookies()

    sign_in(page, dora)
    page.goto(sites.url("contactatonce", "/admin/privacy/privacyrequest/"))
    page.get_by_role("link", name=PrivacyRequest.objects.get().reference).click()
    erase = page.get_by_role("button", name="Erase exactly this")
    erase.click(timeout=120_000)  # it reads every table twice, on a machine that runs other tests
    page.get_by_text("Erased and swept: nothing unexplained is left").wait_for()
    run_jobs()

    bare_page.goto(sites.url("autodealerchat", link(STATUS_LINK)))
    bare_page.get_by_role("heading", name="What was done").wait_for()
    request = PrivacyRequest.objects.get()
    assert (request.state, request.email) == (State.FULFILLED, "")


@SIZES
@SCHEMES
def test_the_public_pages_are_accessible(new_page, sites, dora, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    page.goto(sites.url("apartmentchat", "/privacy/requests/"))
    axe(page)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Please look at this once more").wait_for()
    axe(page)
    page.get_by_label("Correct or complete my data").check()
    page.get_by_label("E-mail address").fill(ADA)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Now check your e-mail").wait_for()
    axe(page)
    run_jobs()
    page.goto(sites.url("apartmentchat", link(CONFIRM_LINK)))
    axe(page)
    second = submit(ADA, "complaint")
    page.reload()
    page.get_by_role("heading", name="Which of these are yours?").wait_for()
    page.get_by_role("button", name="Confirm the ticked requests").click()
    page.get_by_text("Tick at least one of them").wait_for()
    axe(page)
    fits(page)
    page.get_by_label("Correct or complete my data").check()
    page.get_by_role("button", name="Confirm the ticked requests").click()
    page.get_by_label("What it should say").fill("Ada King")
    second.refresh_from_db()
    assert second.state == State.RECEIVED
    page.get_by_role("button", name="Add this").click()
    page.locator("ins", has_text="Ada King").wait_for()
    axe(page)
    fits(page)


@SIZES
@SCHEMES
def test_the_desk_is_accessible(new_page, sites, sign_in, dora, axe, console, size, scheme):
    kinds = ("access", "deletion", "correction", "opt_out", "complaint")
    records = [f"privacyrequest/{entered(dora, kind).pk}/change/" for kind in kinds]
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, dora)
    create_recipient(slug="parcels", name="Example Parcels")
    disclosures.gate("parcels", ADA, [Category.CONTACT])
    restriction = entered(dora, "restriction")
    fulfillment.execute(restriction, by=dora)
    records.append(f"privacyrequest/{restriction.pk}/change/")
    evidence.run_all(["P20", "P25"])
    others = (
        "privacyrequest/",
        "privacyrequest/add/",
        "legalhold/add/",
        "legalhold/foresight/",
        "evidence/board/",
        "evidence/board/P20/",
        "documentversion/",
        "recipient/",
        "",
    )
    for path in (*records, *others):
        page.goto(sites.url("contactatonce", f"/admin/privacy/{path}" if path else "/admin/"))
        for summary in page.locator(".request-record summary").all():
            summary.click()
        console.assert_quiet()
        axe(page)
        fits(page)


def test_a_copy_is_downloaded_with_the_mailed_code(bare_page, sites, dora):
    request = entered(dora, "access")
    fulfillment.prepare_export(request, by=dora)
    fulfillment.release_export(request, by=dora)
    run_jobs()
    code = next(
        re.search(r"\d{4} \d{4}", sent.body)[0]
        for sent in mail.outbox
        if sent.subject == "Your code"
    )
    path = f"/privacy/requests/status/{status_token(request)}/"
    bare_page.goto(sites.url("contactatonce", path))
    bare_page.get_by_label("Code from our mail").fill(code)
    with bare_page.expect_download() as download:
        bare_page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "copy-of-your-data.zip"


def fits(page) -> None:
    """Fail where a page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, wide
