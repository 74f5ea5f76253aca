"""Two connections write one text or one change: one waits for the other, and sees what it did."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

import time_machine
from django.db import connection, connections, transaction
from django.test import Client, TransactionTestCase
from django.utils import timezone

from blog.models import Post, Tag
from blog.services import merge_tags
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.roles import sync_roles
from pages import services as pages
from pages.forms import menu
from pages.models import MenuItem
from publishing import redirects, scheduling
from publishing.models import ScheduledRevision
from publishing.services import delete
from tests import factories
from tests.blog.base import create_author, create_post, create_tag
from tests.pages.base import create_page, sent
from tests.publishing.base import fields_of


class Beside(Thread):
    """An action in a thread with its own connection; `result` is what it returned or raised."""

    def __init__(self, action: Callable[[], Any]) -> None:
        super().__init__()
        self.action = action
        self.result: Any = None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.action()
        except Exception as error:
            self.result = error
        finally:
            connections.close_all()

    def wait(self) -> None:
        """Return when it waits for a lock, or has come to its end."""
        for _ in range(1000):
            if not self.is_alive() or someone_waits():
                return
            time.sleep(0.005)
        raise AssertionError("It neither waits nor ends.")


def someone_waits() -> bool:
    """Return whether a connection waits for a lock; on SQLite, wait a moment."""
    if connection.vendor != "postgresql":
        time.sleep(0.2)
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


class RacesTestCase(TransactionTestCase):
    """A live post with a change that takes effect in an hour; the worker is in this thread."""

    def setUp(self) -> None:
        load_sites()
        sync_roles()
        create_author()
        self.bob = factories.create_staff("bob@example.com", "Bob", role="Editor")
        self.post = create_post()
        self.later = timezone.now() + timedelta(hours=1)
        self.clock = self.enterContext(time_machine.travel(timezone.now(), tick=True))

    def race(
        self,
        first: Callable[[], Any],
        second: Callable[[], Any],
        then: Callable[[], Any] = lambda: None,
    ) -> Any:
        """Return the result of `second`, begun between `first` and `then` of one transaction."""
        with transaction.atomic():
            first()
            beside = Beside(second)
            beside.wait()
            then()
        beside.join(timeout=30)
        assert not beside.is_alive()
        return beside.result

    def schedule(self, obj: Any = None, **snapshot: Any) -> ScheduledRevision:
        return scheduling.schedule(obj or self.post, snapshot or {"title": "Then"}, self.later)

    def go_to(self, seconds: int) -> None:
        """Set the clock of both to so many seconds after the change takes effect."""
        self.clock.move_to(self.later + timedelta(seconds=seconds))

    def stored(self) -> Post:
        return Post.objects.get(pk=self.post.pk)

    def ended(self, change: ScheduledRevision) -> tuple[bool, bool]:
        change.refresh_from_db()
        return change.applied_at is not None, change.canceled_at is not None

    def sent(self, address: str, data: dict[str, Any]) -> Callable[[], Any]:
        """Return an action: Bob sends `data` to a URL of the admin."""
        client = Client(HTTP_HOST="www.contactatonce.com")
        client.force_login(self.bob)
        return lambda: client.post(f"/admin/{address}/", data)

    def test_what_the_worker_is_writing_nobody_calls_off(self):
        change = self.schedule()

        def settle_then_ask_an_editor_who_looked_before() -> None:
            self.go_to(1)
            scheduling.go_live(self.stored())
            self.go_to(-1)

        stale = self.stored()
        settle = settle_then_ask_an_editor_who_looked_before
        assert self.race(settle, lambda: scheduling.cancel(stale)) is False
        assert self.ended(change) == (True, False)
        assert self.stored().title == "Then"

    def test_what_somebody_is_calling_off_the_worker_does_not_write(self):
        change = self.schedule()

        def call_off_at_the_last_second() -> None:
            scheduling.cancel(self.stored())
            self.go_to(1)

        self.race(call_off_at_the_last_second, scheduling.put_due_live)
        assert self.ended(change) == (False, True)
        assert self.stored().title == self.post.title

    def test_an_editor_who_saves_and_the_worker_do_not_wait_in_a_circle(self):
        self.schedule()
        fields = fields_of(self.stored(), title="Bob’s")
        save = self.sent(f"blog/post/{self.post.pk}/change", fields)
        self.go_to(1)
        answer = self.race(
            lambda: Post.objects.select_for_update().get(pk=self.post.pk),
            save,
            lambda: scheduling.go_live(self.stored()),
        )
        assert "Two people edited this" in answer.text
        assert self.stored().title == "Then"

    def test_a_canceled_revision_is_neither_edited_nor_chosen(self):
        def amend(scheduled: ScheduledRevision) -> None:
            scheduling.amend(self.stored(), {"title": "Late"})

        for late in (amend, partial(scheduling.choose, seen=1)):
            scheduled = self.schedule()
            result = self.race(lambda: scheduling.cancel(self.stored()), partial(late, scheduled))
            assert isinstance(result, scheduling.TooLate)
            assert self.ended(scheduled) == (False, True)

    def test_a_post_goes_while_its_change_is_written(self):
        self.schedule()
        self.go_to(1)
        stale = self.stored()
        hold, settle = self.stored().lock, lambda: scheduling.go_live(self.stored())
        assert self.race(hold, lambda: delete(stale), settle) is None
        assert not Post.objects.exists()
        assert not ScheduledRevision.objects.exists()

    def test_who_sends_something_to_a_text_that_goes_meanwhile_gets_his_words_back(self):
        page = create_page(Brand.objects.get(slug="autodealerchat"))
        words = sent("steps", save="Save", opened_version="1", text="Words of Bob.")
        section = self.sent(f"pages/page/{page.pk}/sections/k-steps", words)
        answer = self.race(partial(delete, page), section)
        assert answer.status_code == 410
        assert "A colleague deleted it in the meantime" in answer.text
        assert "Words of Bob." in answer.text

    def test_a_post_that_goes_meanwhile_is_neither_saved_nor_restored_nor_taken_down(self):
        for action, data in (
            ("change", fields_of(self.stored(), title="Title of Bob")),
            ("unpublish", {}),
            ("revisions/1/restore", {}),
            ("cancel_scheduled", {}),
        ):
            with self.subTest(action=action):
                post = create_post(slug=action.replace("/", "-").replace("_", "-"))
                stale = Post.objects.get(pk=post.pk)
                send = self.sent(f"blog/post/{post.pk}/{action}", data)
                answer = self.race(partial(delete, stale), send)
                assert answer.status_code == 410
                assert "This post has been deleted" in answer.text

    def test_of_tags_that_become_one_a_post_goes_meanwhile(self):
        goes, into = create_tag("Goes"), create_tag("Into")
        self.post.tags.add(goes)
        stale = self.stored()
        merge = partial(merge_tags, [goes], into=into)
        assert self.race(partial(delete, stale), merge) is None
        assert [tag.name for tag in Tag.objects.all()] == ["Into"]

    def test_posts_that_go_together_are_held_before_the_first_address_is_gone(self):
        Post.objects.update(publish_at=timezone.now() - timedelta(days=1))
        other = create_post("other")
        chosen = {"action": "delete_selected", "_selected_action": [self.post.pk, other.pk]}
        delete_both = self.sent("blog/post", {**chosen, "post": "yes"})
        path = self.post.get_absolute_url()
        gone = partial(redirects.gone, brand=self.post.brand, old=path)
        assert self.race(other.lock, delete_both, gone).status_code == 302
        assert not Post.objects.exists()

    def test_tags_that_become_one_wait_for_the_post_that_is_to_get_one(self):
        goes, into = create_tag("Goes"), create_tag("Into")
        self.schedule(tags=[goes.pk])
        self.go_to(1)
        hold = self.stored().lock
        merge = partial(merge_tags, [goes], into=into)
        assert self.race(hold, merge, lambda: scheduling.go_live(self.stored())) is None
        assert [tag.name for tag in self.stored().tags.all()] == ["Into"]
        assert not Tag.objects.filter(name="Goes").exists()

    def test_a_text_that_is_rendered_again_is_the_one_of_now(self):
        def save() -> None:
            post = self.stored()
            post.lock()
            post.body = "Newer words."
            post.save()

        self.race(save, self.stored().render_again)
        assert "Newer words." in self.stored().html

    def test_concurrent_edits_of_a_scheduled_page_are_both_kept(self):
        page = create_page(Brand.objects.get(slug="autodealerchat"))
        opened = self.schedule(page, title="Other")
        move = {"step": -1, "by": None, "opened": opened}
        first = partial(pages.move_section, page.pk, "k-call", **move)
        second = partial(pages.move_section, page.pk, "k-steps", **move)
        assert self.race(first, second) == "k-steps"
        snapshot = scheduling.pending(page).snapshot
        assert snapshot["title"] == "Other"
        assert [row["key"] for row in snapshot["sections"]] == ["k-hero", "k-steps", "k-call"]

    def test_a_menu_and_a_page_of_it_are_saved_at_once(self):
        page = create_page(Brand.objects.get(slug="autodealerchat"))
        pages.place_in_menu(page, pages.ON_TOP, "")
        stored = menu.as_stored(page.brand)
        entries = [{"label": "Words", "page": page, "target": "", "is_nested": False}]

        def save_menu() -> bool:
            return pages.store_menu(page.brand, entries, opened=menu.digest(stored))

        place = partial(pages.place_in_menu, page, pages.ON_TOP, "Page")
        assert self.race(page.lock, save_menu, place) is False  # it is not what its editor saw
        assert [item.label for item in MenuItem.objects.all()] == ["Page"]
