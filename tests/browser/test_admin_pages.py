"""The admin in a real browser: quiet under the strict policy, accessible, fit for a phone."""

import pytest
from django.utils import timezone

from contactatonce.accounts.tasks import send_letter
from contactatonce.brands.models import Brand, Calendar, Office
from contactatonce.jobs.models import Job
from tests import factories
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def adam(sites):
    """An administrator, and something to look at."""
    adam = factories.create_staff("adam@example.com", "Adam", role="Administrator")
    send_letter.enqueue("accounts.notice", 1, 1, "x")
    Job.objects.update(status="FAILED", finished_at=timezone.now(), traceback="line 60, in send")
    return adam


def paths():
    """Return one page of each kind: lists, forms with rows in them, and confirmation pages."""
    brand, calendar = Brand.objects.first().pk, Calendar.objects.get().pk
    office, job = Office.objects.first().pk, Job.objects.get().pk
    return [
        "",
        "accounts/user/",
        "accounts/user/add/",
        "accounts/user/?people=members",
        "auth/group/",
        "admin/logentry/",
        f"brands/brand/{brand}/change/",
        f"brands/brand/{brand}/history/",
        f"brands/calendar/{calendar}/change/",
        f"brands/office/{office}/delete/",
        "brands/office/add/",
        "jobs/job/",
        f"jobs/job/{job}/change/",
    ]


@SCHEMES
@SIZES
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    sites, adam, new_page, sign_in, console, axe, scheme, size
):
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, adam)
    for path in paths():
        answer = page.goto(sites.url("contactatonce", f"/admin/{path}"))
        assert answer.status == 200, path
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_rows_are_added_and_removed_under_the_strict_policy(sites, adam, page, sign_in):
    sign_in(page, adam)
    calendar = Calendar.objects.get()
    page.goto(sites.url("contactatonce", f"/admin/brands/calendar/{calendar.pk}/change/"))
    page.get_by_role("button", name="Add another Holiday").click()
    page.locator("#id_holidays-8-day_on").fill("2027-03-01")
    page.locator("#id_holidays-8-name").fill("Founders' day")
    page.locator("#id_opening_hours-4-DELETE").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(sites.url("contactatonce", "/admin/brands/calendar/"))
    assert calendar.holidays.filter(name="Founders' day").exists()
    assert calendar.opening_hours.count() == 4


def test_save_is_in_view_on_a_desk_and_after_the_form_on_a_phone(sites, adam, new_page, sign_in):
    path = f"/admin/brands/brand/{Brand.objects.first().pk}/change/"
    for size in (DESK, PHONE):
        page = new_page(viewport=size)
        sign_in(page, adam)
        page.goto(sites.url("contactatonce", path))
        save = page.get_by_role("button", name="Save", exact=True)
        box = save.bounding_box()
        if size == DESK:
            assert box["y"] + box["height"] <= size["height"]
            continue
        last = page.locator("#content form .form-row:visible").last.bounding_box()
        assert last["y"] + last["height"] <= box["y"]
        save.click()
        page.wait_for_url(sites.url("contactatonce", "/admin/brands/brand/"))


def test_on_a_phone_everything_is_behind_one_menu(sites, adam, new_page, sign_in):
    page = new_page(viewport=PHONE)
    sign_in(page, adam)
    page.goto(sites.url("contactatonce", "/admin/"))
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Offices", exact=True).first.click()
    page.wait_for_url(sites.url("contactatonce", "/admin/brands/office/"))
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(sites.url("contactatonce", "/accounts/login/"))


def test_a_failed_job_is_run_again_by_its_button(sites, adam, page, sign_in):
    sign_in(page, adam)
    page.goto(sites.url("contactatonce", "/admin/jobs/job/"))
    page.get_by_role("link", name="send letter (accounts)").click()
    page.get_by_role("button", name="Run again").click()
    page.get_by_text("The job is back in the queue.").wait_for()
    assert Job.objects.get().status == "READY"
