"""Members write in the forum: without script, with script, on every screen."""

import re

import pytest
from playwright.sync_api import expect

from contactatonce.accounts.models import User
from forum.models import Draft, Picture, Post, Tag
from tests.browser.conftest import DESK, PHONE
from tests.forum.factories import create_board, create_member, create_post, create_topic
from tests.forum.test_show_pictures import photo

pytestmark = pytest.mark.browser
TEXT = "We answer within a minute, on Saturdays too."


@pytest.fixture
def topic(sites):
    board = create_board()
    Tag.objects.create(brand=board.brand, name="Saturdays", slug="saturdays")
    topic = create_topic(board, create_member("Maya Member"), kind="question")
    create_post(topic, create_member("Omar Other", trust=1), "It depends on the *hour*.")
    return topic


@pytest.fixture
def open_as(sites, sign_in):
    """Open a page as a member, by the first word of the name."""

    def open_page(page, name, path):
        sign_in(page, User.objects.get(email=f"{name}@example.com"))
        page.goto(sites.url("contactatonce", path))

    return open_page


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_without_script_a_member_writes_a_topic_with_a_picture(new_page, open_as, sites, topic):
    page = new_page(java_script_enabled=False)
    open_as(page, "omar", "/forum/boards/questions/new/")
    page.get_by_label("Title").fill("Do you answer on Saturdays?")
    page.get_by_label("A question").check()
    page.get_by_label("Your text").fill(TEXT)
    page.get_by_label("Saturdays").check()
    button(page, "Preview").click()
    expect(page.locator("#preview")).to_contain_text(TEXT)
    button(page, "Save draft").click()
    expect(page.get_by_text("Your draft is saved")).to_be_visible()
    page.get_by_text("Add a picture").first.click()
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What the picture shows").fill("A forecourt")
    button(page, "Put it into the text").click()
    expect(page.get_by_label("Your text")).to_have_value(re.compile(r"!\[A forecourt\]"))
    button(page, "Post the topic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your post waits for a moderator")
    assert not Draft.objects.exists()
    page.get_by_role("link", name="Withdraw it").click()
    button(page, "Remove the post").click()
    button(page, "Restore the post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your post waits for a moderator")
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Your text").fill("Shorter.")
    button(page, "Store the change").click()
    expect(page.get_by_text("Shorter.")).to_be_visible()


def test_script_shows_the_preview_and_uploads_in_the_page(new_page, open_as, sites, topic):
    page = new_page()
    open_as(page, "omar", f"/forum/topics/{topic.pk}/reply/")
    page.get_by_label("Your text").fill("Hello **there**")
    button(page, "Preview").click()
    expect(page.locator("#preview strong")).to_have_text("there")
    expect(page.locator("#preview")).to_be_focused()
    page.locator(".compose summary").click()
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What the picture shows").fill("A forecourt")
    button(page, "Put it into the text").click()
    expect(page.locator("#preview img")).to_have_js_property("naturalWidth", 600)
    expect(page.get_by_label("Your text")).to_have_value(
        f"Hello **there**\n\n![A forecourt](picture:{Picture.objects.get().pk})"
    )
    assert Post.objects.count() == 2
    page.get_by_label("Your text").fill("")  # or a draft is saved as the page is closed


def test_script_quotes_what_is_selected(new_page, open_as, sites, topic):
    page = new_page()
    open_as(page, "omar", topic.get_absolute_url())
    post = page.locator(f"#post-{topic.opening_id}")
    post.locator(".post-text p").select_text()
    post.get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your text")).to_have_value(
        f"> @maya-member wrote ([#{topic.opening_id}](/forum/posts/{topic.opening_id}/)):\n"
        ">\n> We answer within a minute.\n\n"
    )
    expect(page.get_by_label("Your text")).to_be_focused()
    page.get_by_label("Your text").fill("")  # as above


def test_script_keeps_a_draft_when_the_page_is_left(new_page, open_as, sites, topic):
    page = new_page()
    path = f"/forum/topics/{topic.pk}/reply/"
    open_as(page, "omar", path)
    page.get_by_label("Your text").fill("Half a th")
    page.goto(sites.url("contactatonce", "/forum/"))
    for _ in range(100):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(100)
    page.goto(sites.url("contactatonce", path))
    expect(page.get_by_label("Your text")).to_have_value("Half a th")
    button(page, "Discard the draft").click()
    expect(page.get_by_label("Your text")).to_have_value("")


def test_script_quotes_no_post_while_the_draft_is_not_saved(new_page, open_as, sites, topic):
    page = new_page()
    path = topic.get_absolute_url()
    open_as(page, "omar", path)
    page.get_by_label("Your text").fill("Half a th")
    page.route("**/reply/", lambda route: route.abort())
    page.locator(f"#post-{topic.opening_id}").get_by_role("link", name="Quote").click()
    expect(page.locator("[data-state]")).to_contain_text("Your draft is not saved")
    expect(page.get_by_label("Your text")).to_have_value("Half a th")
    assert page.url.endswith(path)
    page.get_by_label("Your text").fill("")  # as above


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_to_write_fit_every_screen(new_page, open_as, sites, topic, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    open_as(page, "maya", topic.get_absolute_url())
    held = create_post(topic, topic.opening.author, TEXT, state="held")
    reply = topic.posts.exclude(author=topic.opening.author).get()
    Draft.objects.create(member=topic.opening.author, topic=topic, text="Half a th")
    for name, path in {
        "topic": topic.get_absolute_url(),
        "new": "/forum/boards/questions/new/",
        "reply": f"/forum/topics/{topic.pk}/reply/?quote={reply.pk}",
        "edit": f"/forum/posts/{topic.opening_id}/edit/",
        "held": f"/forum/posts/{held.pk}/held/",
        "remove": f"/forum/posts/{held.pk}/remove/",
    }.items():
        page.goto(sites.url("contactatonce", path))
        if name in {"new", "reply"}:
            page.locator(".compose summary").click()
            button(page, "Preview").click()
            page.wait_for_load_state()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
