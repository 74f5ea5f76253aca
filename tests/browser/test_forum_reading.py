"""Read the forum in a browser: without barriers, without script, and marked as read with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from forum import unread
from forum.models import Topic, TopicEvent
from tests.browser.conftest import DESK, PHONE
from tests.forum.factories import create_board, create_member, create_post, create_topic

pytestmark = pytest.mark.browser
LONG = "How fast do you answer in the evening, and who does it when the shop is closed?"
PATHS = ("/forum/", "/forum/boards/questions/", "/forum/search/?q=evening", "/forum/members/1/")


@pytest.fixture
def topic(sites):
    brand = Brand.objects.get(slug="contactatonce")
    board = create_board(brand=brand)
    create_board("setup", brand=brand, parent=board)
    maya, omar = create_member("Maya Member"), create_member("Omar Other")
    maya.read_until_at = timezone.now() - timedelta(days=1)
    maya.save()
    topic = create_topic(board, maya, LONG, kind=Topic.Kind.QUESTION)
    code = "```\na line of code that is far too long for the screen of a phone\n```"
    create_post(topic, omar, f"> Who does it?\n\n{'Long' * 40}\n\n{code}\n\nSee /about/.")
    answer = create_post(topic, omar, "Two of us, with [a rota](/about/).")
    Topic.objects.filter(pk=topic.pk).update(accepted=answer)
    TopicEvent.objects.create(topic=topic, kind=TopicEvent.Kind.PINNED, by=omar.user)
    return topic


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_without_barriers_and_fits(new_page, sites, topic, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    for path in (*PATHS, topic.get_absolute_url()):
        page.goto(sites.url("contactatonce", path))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_visitors_read_without_script_and_cookies(bare_page, sites, topic):
    bare_page.goto(sites.url("contactatonce", "/forum/"))
    bare_page.locator(".topic-row").get_by_role("link", name=LONG).click()
    expect(bare_page.get_by_role("heading", level=1)).to_have_text(LONG)
    bare_page.get_by_role("link", name="Accepted answer").click()
    expect(bare_page.locator(".post-item:target")).to_contain_text("Two of us")
    assert not bare_page.context.cookies()


def test_a_page_that_was_read_to_its_end_is_marked(page, sites, topic, sign_in):
    maya = topic.opening.author
    sign_in(page, maya.user)
    page.goto(sites.url("contactatonce", "/forum/boards/questions/"))
    page.get_by_role("link", name="2 new", exact=True).click()
    expect(page.locator(".chip--new")).to_have_count(2)
    page.locator("#forum-read").evaluate("form => form.scrollIntoView()")  # hidden once in view
    expect(page.locator("#forum-read")).to_be_hidden()
    assert unread.counts(maya, [topic]) == {}


def test_members_mark_a_topic_as_read_without_script(new_page, sites, topic, sign_in):
    page = new_page(java_script_enabled=False)
    maya = topic.opening.author
    sign_in(page, maya.user)
    page.goto(sites.url("contactatonce", topic.get_absolute_url()))
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator(".chip--new")).to_have_count(0)
    assert unread.counts(maya, [topic]) == {}
