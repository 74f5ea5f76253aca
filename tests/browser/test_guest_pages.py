"""A guest gives a testimonial in a browser: without script and cookies, and without barriers."""

import pytest
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from media.video import tools
from testimonials.links import guest_path, open_url
from testimonials.models import Edition, OpenLink, Testimonial
from testimonials.services import editing, giving
from tests import factories
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE
from tests.testimonials.factories import (
    create_approved,
    create_given,
    create_invited,
    create_listing,
    create_published,
)
from tests.testimonials.films import photo
from tests.testimonials.guests import listing_path

pytestmark = pytest.mark.browser
TEXT = "They answer within a minute, on Sundays too."


@pytest.fixture
def brand(sites):
    return Brand.objects.get(slug="contactatonce")


@pytest.fixture
def bob(sites):
    return factories.create_staff("bob@example.com", "Bob", role="Editor")


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_without_script_and_cookies_a_guest_gives_confirms_and_withdraws(
    bare_page, sites, brand, bob
):
    page = bare_page
    invited = create_invited(brand=brand, by=bob)
    page.goto(sites.url("contactatonce", guest_path(invited)))
    page.get_by_label("Your words").fill(TEXT)
    page.get_by_label("Job title").fill("Manager")
    page.get_by_label("Company", exact=False).first.fill("Example Motors")
    page.get_by_label("Car dealers").check()
    page.get_by_role("button", name="Send my testimonial").click()
    expect(page.locator(".error-summary")).to_be_focused()  # not agreed yet
    page.get_by_label("I agree", exact=True).check()
    page.get_by_label("My company agrees").check()
    page.get_by_role("button", name="Send my testimonial").click()
    heading(page, "We are preparing your testimonial")
    testimonial = Testimonial.objects.get()
    edition = editing.draft(testimonial=testimonial, by=bob)
    editing.approve(edition=edition, by=bob)
    page.reload()
    page.get_by_role("link", name="See the edited version").click()
    expect(page.locator(".preview")).to_contain_text(TEXT)
    page.get_by_role("button", name="Yes, publish it like this").click()
    heading(page, "Your testimonial is online")
    wall = sites.url("contactatonce", "/testimonials/")
    page.goto(wall)
    expect(page.locator("main")).to_contain_text(TEXT)
    expect(page.locator("main")).to_contain_text("Example Motors")
    page.goto(sites.url("contactatonce", guest_path(testimonial)))
    page.get_by_role("link", name="withdraw your testimonial").click()
    page.get_by_role("button", name="Yes, withdraw it").click()
    heading(page, "Your testimonial is withdrawn")
    page.goto(wall)
    expect(page.locator("main")).not_to_contain_text(TEXT)
    assert page.goto(testimonial.url).status == 410
    assert not page.context.cookies()


def test_without_script_a_guest_sends_and_removes_a_photo(bare_page, sites, brand, bob, tmp_path):
    picture = tmp_path / "me.jpg"
    picture.write_bytes(photo())
    given = create_given(brand=brand, by=bob, kind="photo")
    bare_page.goto(sites.url("contactatonce", guest_path(given, "files")))
    bare_page.get_by_label("Choose a photo").set_input_files(picture)
    bare_page.get_by_role("button", name="Send the photo").click()
    expect(bare_page.get_by_text("What you sent")).to_be_visible()
    bare_page.get_by_role("button", name="Remove the photo 1").click()
    expect(bare_page.get_by_text("What you sent")).to_have_count(0)


def test_with_script_a_file_is_sent_with_a_progress_bar(page, sites, brand, bob, tmp_path, console):
    picture, wrong = tmp_path / "me.jpg", tmp_path / "wrong.jpg"
    picture.write_bytes(photo())
    wrong.write_bytes(b"PK\x03\x04 no picture")
    given = create_given(brand=brand, by=bob, kind="photo")
    page.goto(sites.url("contactatonce", guest_path(given, "files")))
    page.get_by_label("Choose a photo").set_input_files(wrong)
    page.get_by_role("button", name="Send the photo").click()
    expect(page.get_by_role("status")).to_contain_text("not a")
    expect(page.get_by_role("button", name="Send the photo")).to_be_focused()
    console.problems.clear()  # the 422 that this page answers
    page.get_by_label("Choose a photo").set_input_files(picture)
    page.get_by_role("button", name="Send the photo").click()
    expect(page.get_by_text("What you sent")).to_be_visible()


def test_with_script_a_dropped_connection_keeps_the_words(page, sites, brand, bob, tmp_path):
    picture = tmp_path / "me.jpg"
    picture.write_bytes(photo())
    given = create_given(brand=brand, by=bob, kind="photo")
    page.goto(sites.url("contactatonce", guest_path(given, "files")))
    page.route("**/files/", lambda route: route.abort("connectionreset"))
    page.get_by_label("Choose a photo").set_input_files(picture)
    page.get_by_role("button", name="Send the photo").click()
    expect(page.get_by_role("status")).to_contain_text("The connection dropped")
    page.unroute("**/files/")
    page.get_by_role("button", name="Send the photo").click()
    expect(page.get_by_text("What you sent")).to_be_visible()


@pytest.fixture
def camera_page(playwright, console):
    """A page of a browser with a camera and microphone that show a test picture."""
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *fake])
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    console.watch(context)
    yield context.new_page()
    browser.close()


@pytest.mark.skipif(not tools.is_available(), reason="needs ffmpeg")
def test_a_recording_is_kept_when_its_upload_fails(camera_page, sites, brand, bob, console):
    page = camera_page
    given = create_given(brand=brand, by=bob, kind="video")
    page.goto(sites.url("contactatonce", guest_path(given, "files")))
    for button in ("Start the camera", "Record"):
        page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="Stop (2 s)").click(timeout=30_000)
    send = page.get_by_role("button", name="Send this recording")
    state = page.locator("[data-recorder]").get_by_role("status")
    busy = '<main><div class="error-summary"><p>Please wait a minute.</p></div></main>'
    refusals = {
        "Please wait a minute.": lambda route: route.fulfill(status=503, body=busy),
        "The file did not arrive": lambda route: route.fulfill(status=413, body="Too large"),
        "The connection dropped": lambda route: route.abort("connectionreset"),
    }
    for notice, refuse in refusals.items():
        page.route("**/files/", refuse)
        send.click()
        expect(state).to_contain_text(notice)
        expect(page.get_by_role("button", name="Record again")).to_be_visible()
        page.unroute("**/files/")
    console.problems.clear()  # the answers that failed
    send.click()
    expect(page.get_by_text("What you sent")).to_be_visible(timeout=30_000)
    assert given.uploads.get().kind == "video"


@pytest.mark.skipif(not tools.is_available(), reason="needs ffmpeg")
def test_a_guest_records_in_the_page_looks_at_it_and_takes_it_again(camera_page, sites, brand, bob):
    page = camera_page
    given = create_given(brand=brand, by=bob, kind="video")
    page.goto(sites.url("contactatonce", guest_path(given, "files")))
    expect(page.get_by_text("Who are you, and what does your company do?")).to_be_visible()
    for again in (False, True):
        page.get_by_role("button", name="Record again" if again else "Start the camera").click()
        page.get_by_role("button", name="Record", exact=True).click()
        page.get_by_role("button", name="Stop (2 s)").click(timeout=30_000)
        expect(page.get_by_role("button", name="Send this recording")).to_be_visible()
    assert not given.uploads.exists()
    page.get_by_role("button", name="Send this recording").click()
    expect(page.get_by_text("What you sent")).to_be_visible(timeout=30_000)
    assert given.uploads.get().kind == "video"


@pytest.fixture
def pages(brand, bob) -> dict[str, str]:
    """Every page of a guest, by a name."""
    link = OpenLink.objects.create(brand=brand)
    invited = create_invited(brand=brand, by=bob, email="i@example.com")
    ended = create_invited(brand=brand, by=bob, email="e@example.com")
    Testimonial.objects.filter(pk=ended.pk).update(expires_at=ended.invited_at)
    given = create_given(brand=brand, by=bob, email="g@example.com")
    video = create_given(brand=brand, by=bob, email="v@example.com", kind="video")
    edition = create_approved(brand=brand, by=bob, email="a@example.com", incentive="A mug")
    published = create_published(brand=brand, by=bob, email="p@example.com")
    withdrawn = create_given(brand=brand, by=bob, email="w@example.com")
    giving.withdraw(testimonial=withdrawn)
    listing = create_listing(brand=brand, agreed=False)
    assert Edition.objects.exists()
    return {
        "invitation": guest_path(invited),
        "ended": guest_path(ended),
        "share": open_url(link).removeprefix(brand.origin),
        "given": guest_path(given),
        "files": guest_path(video, "files"),
        "confirm": guest_path(edition.testimonial, "confirm"),
        "approved": guest_path(edition.testimonial),
        "published": guest_path(published),
        "consent": guest_path(published, "consent"),
        "withdraw": guest_path(published, "withdraw"),
        "withdrawn": guest_path(withdrawn),
        "listing": listing_path(listing),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(
    new_page, sites, pages, axe, viewport, scheme
):
    page = new_page(viewport=viewport, color_scheme=scheme)
    for name, path in pages.items():
        page.goto(sites.url("contactatonce", path))
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], name
