"""The review desk in a real browser: accessible, fit for a phone, with and without script."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from contactatonce.brands.models import Brand
from testimonials.models import Edition, OpenLink, Testimonial
from testimonials.services import consents, editing, files, giving
from tests import factories
from tests.base import run_jobs
from tests.browser.conftest import DESK, PHONE
from tests.testimonials.factories import (
    create_given,
    create_invited,
    create_listing,
    create_published,
    words,
)
from tests.testimonials.films import film, photo, sent

pytestmark = pytest.mark.browser
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.900\nThey answer within a minute.\n"
BASE = "/admin/testimonials/"


@pytest.fixture
def bob(sites):
    """An editor, and testimonials in several states."""
    return factories.create_staff("bob@example.com", "Bob", role="Editor")


@pytest.fixture
def brand(sites):
    return Brand.objects.get(slug="autodealerchat")


def create_film(brand, bob) -> Testimonial:
    """Store a testimonial with a converted video that waits for review."""
    given = create_given(brand=brand, by=bob, kind="video")
    files.add(testimonial=given, file=sent(film(size="640x360")))
    editing.draft(testimonial=given, by=bob)
    run_jobs()
    return given


def paths(brand, bob) -> list[str]:
    """Return one page of each kind."""
    given = create_film(brand, bob)
    failed = create_given(brand=brand, by=bob, email="bea@example.com", name="Bea Example")
    files.add(testimonial=failed, file=sent(photo()))
    editing.draft(testimonial=failed, by=bob)
    Edition.objects.filter(testimonial=failed).update(failure="The photo could not be read.")
    soon = timezone.now() + timedelta(days=20)
    with mock.patch.object(consents, "ends_at", return_value=soon):
        published = create_published(brand=brand, by=bob, email="cleo@example.com", name="Cleo E.")
    giving.change(testimonial=published, words=words(text="They answer fast."))
    invited = create_invited(brand=brand, by=bob, email="dan@example.com")
    link = OpenLink.objects.create(brand=brand, created_by=bob)
    listing = create_listing(brand=brand)
    create_listing(brand=brand, agreed=False, company="Another Example")
    return [
        "testimonial/?show=all",
        f"testimonial/{given.pk}/change/",
        f"testimonial/{failed.pk}/change/",
        f"testimonial/{published.pk}/change/",
        "testimonial/consents/",
        "invitation/",
        "invitation/add/",
        f"invitation/{invited.pk}/change/",
        "openlink/",
        f"openlink/{link.pk}/change/",
        "listing/?show=all",
        f"listing/{listing.pk}/change/",
    ]


@SCHEMES
@SIZES
def test_every_page_is_accessible_and_fits(
    sites, brand, bob, new_page, sign_in, console, axe, scheme, size
):
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, bob)
    for path in [*paths(brand, bob), "/admin/"]:
        url = path if path.startswith("/") else f"{BASE}{path}"
        assert page.goto(sites.url("contactatonce", url)).status == 200, path
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.evaluate("document.querySelector('.menu').open = false")
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_captions_are_written_checked_and_approved(sites, brand, bob, page, sign_in):
    given = create_film(brand, bob)
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", f"{BASE}testimonial/{given.pk}/change/"))
    page.get_by_label("Captions", exact=True).fill("00:05.000 -> 00:06.000\nWords")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Line 1: there is no time").wait_for()
    page.get_by_label("Captions", exact=True).fill(CAPTIONS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    page.get_by_role("button", name="I compared the captions with the video").click()
    page.get_by_role("button", name="Approve, and ask the guest to confirm").click()
    page.get_by_text("A mail asks the guest").wait_for()
    assert Testimonial.objects.get().state == "approved"


def test_the_progress_of_a_conversion_is_followed(sites, brand, bob, page, sign_in):
    given = create_given(brand=brand, by=bob, kind="video")
    files.add(testimonial=given, file=sent(film()))
    edition = editing.draft(testimonial=given, by=bob)
    Edition.objects.filter(pk=edition.pk).update(progress=10)
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", f"{BASE}testimonial/{given.pk}/change/"))
    page.locator("[data-percent]", has_text="10 %").wait_for()
    Edition.objects.filter(pk=edition.pk).update(progress=60)
    page.locator("[data-percent]", has_text="60 %").wait_for()
    run_jobs()
    page.locator("video").wait_for()
    page.get_by_text("Photo or video is ready").wait_for()


def test_an_editor_without_script_prepares_and_edits(sites, brand, bob, new_page, sign_in):
    given = create_given(brand=brand, by=bob)
    page = new_page(java_script_enabled=False)
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", f"{BASE}testimonial/{given.pk}/change/"))
    page.get_by_role("button", name="Prepare a version").click()
    page.get_by_label("Quote").fill("They answer fast.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    assert Edition.objects.get().quote == "They answer fast."


def test_an_open_link_is_copied(sites, brand, bob, new_page, sign_in):
    link = OpenLink.objects.create(brand=brand, created_by=bob)
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", f"{BASE}openlink/{link.pk}/change/"))
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("Copied.").wait_for()
    assert "/testimonials/share/" in page.evaluate("navigator.clipboard.readText()")
