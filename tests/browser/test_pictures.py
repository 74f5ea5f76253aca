"""The library and its field in a real browser: under the strict policy, accessible, on a phone."""

import pytest
from playwright.sync_api import expect

from media.models import Image
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.media.base import add, drawn, encoded

pytestmark = pytest.mark.browser
LIBRARY = "/admin/media/image/"


@pytest.fixture
def bob(sites):
    """An editor, and a library with two pictures."""
    add(title="Forecourt")
    add(encoded(drawn(700, 500)), title="Pattern", alt="", decorative=True)
    return factories.create_staff("bob@example.com", "Bob", role="Editor")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    sites, bob, new_page, sign_in, console, axe, scheme, size
):
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, bob)
    first = Image.objects.first().pk
    for path in (LIBRARY, f"{LIBRARY}add/", f"{LIBRARY}{first}/change/", "/admin/blog/author/add/"):
        answer = page.goto(sites.url("contactatonce", path))
        assert answer.status == 200, path
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_picture_is_uploaded_beside_the_list_and_chosen(sites, bob, page, sign_in, console):
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", "/admin/blog/author/add/"))
    field = page.locator(".pick-image")
    expect(field.locator(".thumbnail")).to_have_count(0)
    field.locator("select").click()  # the list itself shows the pictures, the newest first
    names = [f"{image.title} (no. {image.pk})" for image in Image.objects.all()]
    expect(field.get_by_role("option")).to_have_text(["No picture", *names])
    for picture in field.locator("option img").all():
        expect(picture).to_be_visible()
    field.get_by_role("option", name=names[-1]).click()
    before = field.locator(".thumbnail").get_attribute("src")
    field.get_by_text("Upload another").click()
    content = encoded(drawn(640, 480))
    field.get_by_label("Picture").set_input_files(
        {"name": "portrait.jpg", "mimeType": "image/jpeg", "buffer": content}
    )
    field.get_by_role("button", name="Upload").click()
    field.get_by_text("Say what the picture shows").wait_for()
    [refusal] = console.problems
    assert refusal.startswith("422: ")
    console.problems.clear()
    field.get_by_label("What it shows").fill("A face in front of a window")
    field.get_by_label("What it shows").press("Enter")
    field.get_by_text("The picture was added and chosen.").wait_for()
    image = Image.objects.get(alt="A face in front of a window")
    expect(field.locator("select")).to_have_value(str(image.pk))
    shown = field.locator(".thumbnail")
    assert shown.get_attribute("src") not in {before, ""}
    assert shown.evaluate("async (img) => { await img.decode(); return img.naturalWidth }") == 400
    assert page.url.endswith("/author/add/")  # Enter did not save the page around the field


def test_a_long_name_of_a_chosen_picture_is_whole_on_a_phone(sites, bob, new_page, sign_in):
    title = "What residents tell you: privacy in leasing chats, and more"
    add(encoded(drawn(720, 500)), title=title)
    page = new_page(viewport=PHONE)
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", "/admin/blog/author/add/"))
    choice = page.locator(".pick-image select")
    choice.select_option(index=1)
    expect(choice.locator("option:checked")).to_contain_text(title)
    assert choice.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_without_script_the_list_is_a_list_and_the_library_is_one_link_away(
    sites, bob, chromium, console, sign_in
):
    context = chromium.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", "/admin/blog/author/add/"))
    field = page.locator(".pick-image")
    field.locator("select").select_option(index=1)
    expect(field.locator("details")).to_be_hidden()
    expect(field.get_by_role("link")).to_have_attribute("href", f"{LIBRARY}add/")
    context.close()
