"""Members report and read their trust; moderators judge, silence and see the figures."""

import os

import pytest
from playwright.sync_api import expect

from forum import seed, silence
from forum.models import Member, Post
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.forum.factories import create_board, create_member, create_post, create_topic

pytestmark = pytest.mark.browser
QUEUE = "/admin/moderation/verdict/queue/"


@pytest.fixture
def forum(sites):
    seed.load_trust_levels()
    factories.create_staff("charlie@example.com", "Charlie", role="Moderator")
    maya, omar = create_member("Maya Member"), create_member("Omar Other")
    create_member("Tina Third")
    topic = create_topic(create_board(), maya, "How fast do you answer in the evening?")
    create_post(topic, omar, "Buy my watches at https://watches.example/now")
    create_topic(topic.board, omar, "Watches for everyone", state="held",
                 reasons=[{"code": "new_author", "points": 1, "detail": ""}])  # fmt: skip
    return topic


def user(name):
    return Member.objects.get(user__display_name=name).user


def test_a_member_reports_and_a_moderator_refuses_and_silences(sites, forum, page, sign_in):
    post = Post.objects.get(text__contains="Buy my watches")
    sign_in(page, user("Tina Third"))
    page.goto(sites.url("contactatonce", f"/forum/posts/{post.pk}/report/"))
    page.get_by_label("It is advertising").check()
    page.get_by_role("textbox", name="Details").fill("He sells watches.")
    page.get_by_role("button", name="Report the post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    page.context.clear_cookies()
    sign_in(page, factories.User.objects.get(email="charlie@example.com"))
    page.goto(sites.url("contactatonce", f"{QUEUE}?state=reported"))
    expect(page.locator(".mod-item")).to_contain_text("He sells watches.")
    page.keyboard.press("s")
    page.keyboard.press("s")
    expect(page.locator(".mod-item")).to_have_count(0)  # the last verdict reloads the page
    assert Post.objects.get(pk=post.pk).is_refused
    page.goto(sites.url("contactatonce", f"/admin/forum/member/{post.author_id}/change/"))
    page.get_by_role("textbox", name="Reason").fill("You advertise watches.")
    page.get_by_role("button", name="Silence").click()
    expect(page.get_by_text("Silenced; 0 posts refused.")).to_be_visible()
    assert Member.objects.get(pk=post.author_id).is_silenced


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(sites, forum, page, sign_in, axe, size, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    post = Post.objects.get(text__contains="Buy my watches")
    charlie = factories.User.objects.get(email="charlie@example.com")
    silence.silence(member=Member.objects.get(user=user("Tina Third")), by=charlie, reason="Spam.")
    sign_in(page, user("Tina Third"))
    for path in (f"/forum/posts/{post.pk}/report/", "/forum/me/trust/"):
        look(page, sites.url("contactatonce", path), axe, f"{path} {scheme} {size['width']}")
    page.context.clear_cookies()
    sign_in(page, charlie)
    for path in (
        QUEUE,
        f"/admin/forum/topic/{forum.pk}/change/",
        f"/admin/forum/member/{post.author_id}/change/",
        "/admin/forum/topic/",
        "/admin/forum/topic/figures/",
    ):
        look(page, sites.url("contactatonce", path), axe, f"{path} {scheme} {size['width']}")


def look(page, url, axe, name):
    page.goto(url)
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert not wide, name
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name.replace('/', '_')}.png", full_page=True)
