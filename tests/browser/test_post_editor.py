"""A writer writes, previews, adds a picture and loses nothing, with a script and without."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Post
from media.models import Image
from publishing import scheduling, services
from tests import factories
from tests.blog.base import create_author, create_post
from tests.browser.conftest import DESK, PHONE
from tests.media.base import drawn, encoded

pytestmark = pytest.mark.browser
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def bob(sites):
    """An editor, on sites with one author and one published post."""
    create_author()
    return factories.create_staff("bob@example.com", "Bob", role="Editor")


@pytest.fixture
def post(bob) -> Post:
    return create_post(body="One sentence.")


def change_page(sites, post: Post) -> str:
    return sites.url("contactatonce", f"/admin/blog/post/{post.pk}/change/")


def test_a_post_is_written_previewed_published_and_read(sites, bob, page, bare_page, sign_in):
    sign_in(page, bob)
    page.goto(sites.url("contactatonce", "/admin/blog/post/add/"))
    page.locator("#id_brand").select_option(label="Dealer Chat Blog")
    page.locator("#id_title").fill("What to write first")
    page.locator("#id_summary").fill("One sentence.")
    page.get_by_label("Dana Example").check()
    page.get_by_role("button", name="Preview beside the text").click()
    text = page.locator("#id_body")
    text.fill("A **first** paragraph.")
    pane = page.get_by_role("region", name="Preview")
    pane.locator("strong", has_text="first").wait_for()
    shown = pane.inner_html()
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published: What to write first.").wait_for()
    stored = Post.objects.get()
    assert stored.html == shown
    address = sites.url("dealerchatblog", "/posts/what-to-write-first/")
    assert bare_page.goto(address).status == 200
    assert bare_page.locator(".post-body").inner_html().strip() == shown


def test_buttons_and_keys_write_markdown_and_tab_leaves_the_field(sites, bob, post, page, sign_in):
    sign_in(page, bob)
    page.goto(change_page(sites, post))
    text = page.locator("#id_body")
    text.fill("word")
    text.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**word**")
    text.press("Control+z")
    expect(text).to_have_value("word")
    text.select_text()
    text.press("Control+i")
    expect(text).to_have_value("*word*")
    text.focus()
    text.press("Tab")
    assert page.evaluate("document.activeElement.id") != "id_body"


def test_a_picture_is_added_in_place_once_it_has_words(
    sites, bob, post, page, sign_in, console, tmp_path: Path
):
    file = tmp_path / "cars.jpg"
    file.write_bytes(encoded(drawn()))
    sign_in(page, bob)
    page.goto(change_page(sites, post))
    page.get_by_role("button", name="Picture").click()
    dialog = page.get_by_role("dialog", name="Add a picture")
    dialog.get_by_label("File").set_input_files(file)
    dialog.get_by_role("button", name="Add it").click()
    dialog.get_by_role("alert").wait_for()
    assert not Image.objects.exists()
    dialog.get_by_label("Alternative text").fill("Cars in a row")
    dialog.get_by_role("button", name="Add it").click()
    dialog.wait_for(state="hidden")
    image = Image.objects.get()
    inserted = f"![Cars in a row](image:{image.pk})"
    expect(page.locator("#id_body")).to_have_value(re.compile(re.escape(inserted)))
    assert [problem for problem in console.problems if "422" not in problem] == []
    console.problems.clear()  # the browser notes that the first try was refused


def test_a_text_that_was_not_saved_is_offered_after_the_tab_closed(sites, bob, post, page, sign_in):
    typed = {"title": "Another title", "summary": "Another summary.", "body": "A long thought."}

    def expect_typed() -> None:
        for name, text in typed.items():
            expect(page.locator(f"#id_{name}")).to_have_value(text)

    sign_in(page, bob)
    page.goto(change_page(sites, post))
    for name, text in typed.items():
        page.locator(f"#id_{name}").fill(text)
    page.goto(sites.url("contactatonce", "/admin/"))
    page.goto(change_page(sites, post))
    page.reload()  # not decided yet, so it is offered again
    expect(page.locator("#id_body")).to_have_value("One sentence.")
    page.get_by_role("button", name="Bring back the text").click()
    expect_typed()
    page.locator("#id_slug").evaluate("field => { field.value = 'no address' }")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Please correct the error below.")).to_be_visible()
    page.goto(sites.url("contactatonce", "/admin/"))  # what was refused is stored nowhere
    page.goto(change_page(sites, post))
    page.get_by_role("button", name="Bring back the text").click()
    expect_typed()
    other = "text:/admin/blog/post/0/change/"  # its own save ended at the sign-in page
    page.evaluate(f"localStorage.setItem({other!r}, '{{\"isSent\": true}}')")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.wait_for_load_state()
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('text:'))"
    assert page.evaluate(kept) == [other]
    page.goto(change_page(sites, post))
    expect_typed()
    expect(page.locator(".rescue")).to_be_hidden()


def test_without_a_script_the_preview_is_a_button(sites, bob, post, new_page, sign_in):
    page = new_page(java_script_enabled=False)
    sign_in(page, bob)
    page.goto(change_page(sites, post))
    page.locator("#id_body").fill("A **first** paragraph.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview in a new tab").click()
    preview = opened.value
    expect(preview.locator(".editor-page strong")).to_have_text("first")
    expect(page.locator("#id_body")).to_have_value("A **first** paragraph.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    post.refresh_from_db()
    assert "<strong>first</strong>" in post.html


@SCHEMES
@SIZES
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    sites, bob, post, new_page, sign_in, console, axe, scheme, size
):
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, bob)
    base = f"/admin/blog/post/{post.pk}"
    at = timezone.now() + timedelta(days=1)
    scheduled = scheduling.schedule(post, {"title": "Other"}, at, by=bob)
    post.title = "A third title"
    post.save()
    services.record(post, by=bob)
    for path in (
        "/admin/blog/post/",
        "/admin/blog/post/add/",
        f"{base}/change/",
        f"{base}/history/",
        f"{base}/revisions/1/",
        f"{base}/previews/",
        "/admin/blog/author/add/",
        f"{base}/scheduled/{scheduled.pk}/",
        f"{base}/change/?scheduled={scheduled.pk}",
    ):
        answer = page.goto(sites.url("contactatonce", path))
        assert answer.status == 200, path
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    for path in ("/posts/", f"/posts/{post.slug}/", "/archive/", "/feeds/"):
        assert page.goto(sites.url("dealerchatblog", path)).status == 200
        console.assert_quiet()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
