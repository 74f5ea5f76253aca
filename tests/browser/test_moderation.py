"""The moderation queue in a browser, with the keyboard alone and without script."""

from unittest import mock

import pytest
from django.db import OperationalError
from playwright.sync_api import expect

from blog.models import Comment
from moderation import services
from moderation.models import Verdict
from tests import factories
from tests.blog.commenting import create_comment, create_post
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
QUEUE = "/admin/moderation/verdict/queue/"
REASONS = [
    {"code": "new_author", "points": 1, "detail": ""},
    {"code": "new_host", "points": 2, "detail": "shop.example"},
]


@pytest.fixture
def charlie(sites):
    return factories.create_staff("charlie@example.com", "Charlie", role="Moderator")


@pytest.fixture
def held(sites):
    post = create_post()
    return [
        create_comment(
            post,
            email=f"reader{number}@example.com",
            text=f"Number {number}, see https://shop.example/{number}",
            state="held",
            reasons=REASONS,
            score=3,
        )
        for number in range(50)
    ]


def states():
    found = Comment.objects.values_list("state", "refusal")
    return {each: list(found).count(each) for each in set(found)}


def test_keyboard_alone_clears_a_queue_of_fifty(page, sites, sign_in, charlie, held):
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text(
        "Reader0 Reader is selected. Press a again to judge."
    )
    assert not Verdict.objects.exists()
    for number in range(50):
        expect(page.locator(".mod-item:focus")).to_contain_text(f"Number {number},")
        page.keyboard.press("ars"[number % 3])
    expect(page.locator(".work-empty:focus")).to_contain_text("Nothing is waiting.")
    assert states() == {
        ("published", ""): 17,
        ("refused", "off_topic"): 17,
        ("refused", "spam"): 16,
    }
    assert Verdict.objects.filter(by=charlie).count() == 50


def test_keys_in_a_select_and_key_repeats_judge_nothing(page, sites, sign_in, charlie, held):
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    for number in range(3):
        page.keyboard.press("n")
        expect(page.locator(".mod-item:focus")).to_contain_text(f"Number {number},")
    page.locator(".mod-item select").nth(2).focus()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("a")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert asked == []
    page.locator(".mod-item").first.focus()
    for _ in range(3):
        page.keyboard.down("s")  # all but the first are key repeats
    expect(page.locator(".mod-item:focus")).to_contain_text("Number 1,")
    assert states() == {("held", ""): 49, ("refused", "spam"): 1}


def test_verdict_and_undo_can_be_retried_after_a_database_error(
    page, sites, sign_in, charlie, held, monkeypatch
):
    broken = mock.Mock(side_effect=OperationalError("disk full"))
    status, chosen = page.get_by_role("status"), page.locator(".mod-item:focus")
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    page.keyboard.press("n")
    with monkeypatch.context() as patch:
        patch.setattr(services, "judge", broken)
        page.keyboard.press("s")
        expect(status).to_contain_text("The database could not store this verdict")
    expect(chosen).to_contain_text("The database could not store this verdict")
    page.keyboard.press("s")
    expect(chosen).to_contain_text("Number 1,")
    assert states() == {("held", ""): 49, ("refused", "spam"): 1}
    page.keyboard.press("Shift+Tab")
    with monkeypatch.context() as patch:
        patch.setattr(services, "undo", broken)
        page.keyboard.press("Enter")
        expect(status).to_contain_text("The database could not store this verdict")
    expect(page.locator("button:focus")).to_have_text("Undo")
    page.keyboard.press("Enter")
    expect(status).to_have_text(f"Verdict on Comment {held[0].pk} undone.")
    expect(chosen).to_contain_text("Number 0,")
    page.keyboard.press("a")
    expect(status).to_have_text("1 approved.")
    assert states() == {("held", ""): 49, ("published", ""): 1}


def test_undo_without_reload_of_the_queue(page, sites, sign_in, charlie, held):
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    page.keyboard.press("n")
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_have_text("1 refused.")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_have_text(f"Verdict on Comment {held[0].pk} undone.")
    expect(page.locator(".mod-item:focus")).to_contain_text("Number 0,")  # the page was reloaded
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Nothing to undo since")
    expect(page.locator(".mod-item.is-done")).to_have_count(0)
    assert states() == {("held", ""): 50}


def test_conflict_is_shown_in_place(page, sites, sign_in, charlie, held):
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    Comment.objects.filter(pk=held[0].pk).update(version=2)
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("It has changed since you opened this page")
    assert states() == {("held", ""): 50}


def test_queue_works_without_script(new_page, sites, sign_in, charlie, held):
    page = new_page(java_script_enabled=False)
    sign_in(page, charlie)
    page.goto(sites.url("contactatonce", QUEUE))
    page.get_by_role("button", name=f"Approve Comment {held[0].pk}", exact=True).click()
    expect(page.get_by_text("1 approved.")).to_be_visible()
    for number in (1, 2):
        page.get_by_label(f"Tick Comment {held[number].pk}", exact=True).check()
    page.get_by_text("Judge several at once").click()
    page.get_by_label("Refuse because").select_option("spam")
    page.get_by_role("button", name="Refuse the ticked").click()
    expect(page.get_by_text("2 refused.")).to_be_visible()
    page.get_by_text("Undo verdicts").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo the 2 verdicts").click()
    expect(page.get_by_text("2 verdicts undone.")).to_be_visible()
    assert states() == {("published", ""): 1, ("held", ""): 49}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(
    new_page, sites, sign_in, charlie, held, axe, viewport, scheme
):
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in(page, charlie)

    def check():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto(sites.url("contactatonce", "/admin/"))
    check()
    page.goto(sites.url("contactatonce", QUEUE))
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text("1 approved.")
    page.get_by_text("Judge several at once").click()
    check()
    page.goto(sites.url("contactatonce", f"{QUEUE}?state=published"))
    page.get_by_text("Undo verdicts").click()
    check()
    for path in ("/admin/moderation/verdict/", "/admin/moderation/watchedword/"):
        page.goto(sites.url("contactatonce", path))
        check()
