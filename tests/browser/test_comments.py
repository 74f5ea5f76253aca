"""Commenting and subscribing in a browser: without script and cookies, and without barriers."""

import pytest
from playwright.sync_api import expect

from blog.models import Comment, Subscription
from blog.subscriptions.tasks import letter
from moderation.states import State
from tests.blog.commenting import create_comment, create_post
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
TEXT = "We answer on Saturdays, and half of our questions come in then."


@pytest.fixture
def post(sites):
    return create_post()


def write(page, text=TEXT):
    page.get_by_label("Comment", exact=True).fill(text)
    page.get_by_label("Name").fill("Rita")
    page.get_by_label("E-mail address").fill("rita@example.com")
    page.get_by_role("button", name="Send the comment").click()


def test_without_script_and_cookies_a_reader_comments_changes_and_withdraws(bare_page, post):
    bare_page.goto(post.url)
    write(bare_page)
    expect(bare_page.get_by_role("heading", level=1)).to_have_text(
        "Your comment waits for a person"
    )
    bare_page.get_by_label("Comment", exact=True).fill("Said better.")
    bare_page.get_by_role("button", name="Store the change").click()
    expect(bare_page.locator(".comment-body")).to_have_text("Said better.")
    Comment.objects.update(state=State.PUBLISHED)
    bare_page.goto(post.url)
    expect(bare_page.locator(".comment-body")).to_have_text("Said better.")
    bare_page.go_back()
    bare_page.get_by_role("link", name="withdraw your comment").click()
    bare_page.get_by_role("button", name="Yes, delete my comment").click()
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Your comment is gone")
    assert Comment.objects.get().text == ""
    assert not bare_page.context.cookies()


def test_without_script_and_cookies_a_reader_replies(bare_page, post):
    first = create_comment(post, text="What about Sundays?")
    bare_page.goto(post.url)
    bare_page.get_by_role("link", name="Reply").click()
    write(bare_page)
    expect(bare_page.get_by_role("heading", level=1)).to_contain_text("Your comment waits")
    assert Comment.objects.latest("pk").parent == first


def test_without_script_and_cookies_a_reader_subscribes(bare_page, sites, post):
    bare_page.goto(sites.url("dealerchatblog", "/subscribe/"))
    bare_page.get_by_label("E-mail address").fill("rita@example.com")
    bare_page.get_by_role("button", name="Subscribe").click()
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Now look into your mail")
    body = letter(Subscription.objects.get()).body
    bare_page.goto(next(word for word in body.split() if "/subscribe/" in word))
    bare_page.get_by_role("button", name="Yes, subscribe").click()
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    assert Subscription.objects.active().count() == 1


def test_after_an_error_the_focus_is_on_the_summary_whose_link_leads_to_the_field(bare_page, post):
    bare_page.goto(post.url)
    bare_page.get_by_role("button", name="Send the comment").click()
    expect(bare_page.locator(".error-summary")).to_be_focused()
    bare_page.get_by_role("link", name="Write your comment.").click()
    bare_page.keyboard.press("Tab")
    expect(bare_page.get_by_label("Comment", exact=True)).to_be_visible()


def test_who_moves_by_keyboard_meets_no_hidden_field(page, post):
    page.goto(post.url)
    page.get_by_label("Comment", exact=True).focus()
    for name in ("Name", "E-mail address"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(name)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(new_page, sites, post, axe, viewport, scheme):
    other = "other@example.com"  # Rita is unknown, however fast she writes
    text = "A [link](https://example.org/) and `code`." + " long" * 200
    first = create_comment(post, email=other, text=text)
    create_comment(post, email=other, text="Reply.", parent=first)
    removed = create_comment(post, email=other)
    create_comment(post, email=other, text="A reply to what is gone.", parent=removed)
    removed.move("refused", refusal="rude")
    page = new_page(viewport=viewport, color_scheme=scheme)

    def check():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto(post.url)
    check()
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check()
    write(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your comment waits")
    check()
    page.get_by_role("link", name="withdraw your comment").click()
    expect(page.get_by_role("button", name="Yes, delete my comment")).to_be_visible()
    check()
    page.goto(sites.url("dealerchatblog", "/subscribe/"))
    check()
    page.get_by_role("button", name="Subscribe").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check()
