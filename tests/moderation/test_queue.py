"""The moderation queue without JavaScript."""

from datetime import timedelta
from unittest import mock

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.services import withdraw
from blog.models import Comment
from moderation import actions, services
from moderation.models import Verdict
from tests.blog.commenting import create_comment

from .base import JUDGE, QUEUE, QueueTestCase

UNDO = "/admin/moderation/verdict/undo/"


class WorkTestCase(QueueTestCase):
    def press(self, **fields):
        return self.client.post(JUDGE, fields, follow=True).content.decode()

    def state(self, comment):
        return Comment.objects.values_list("state", "refusal").get(pk=comment.pk)

    def test_entry_shows_text_reason_record_page_and_age(self):
        create_comment(self.post, text="An approved one.")
        self.held(text="Play *now*.", submitted_at=timezone.now() - timedelta(hours=5))
        page = self.shown()
        for part in (
            "Play <em>now</em>.",
            "It contains a word that a person checks.",
            "(casino)",
            "+4",
            "1 published",
            "1 held",
            "waits 5 h",
            f'<a class="mod-place" href="{self.post.url}">under “{self.post.title}”</a>',
            "Rita Reader",
        ):
            assert part in page, part

    def test_links_are_shown_as_text(self):
        self.held(text="See [our shop](https://spam.example/buy?a=1&b=2) now")
        page = self.shown()
        assert "our shop <code>https://spam.example/buy?a=1&amp;b=2</code>" in page
        assert 'href="https://spam.example' not in page

    def test_email_address_of_the_author_is_not_shown(self):
        self.held(email="secret.rita@example.com")
        assert "secret.rita" not in self.shown()

    def test_oldest_item_comes_first(self):
        self.held(text="The younger.", submitted_at=timezone.now() - timedelta(hours=1))
        self.held(text="The older.", submitted_at=timezone.now() - timedelta(hours=2))
        page = self.shown()
        assert page.index("The older.") < page.index("The younger.")

    def test_approve_button(self):
        comment = self.held()
        page = self.press(one=f"approve {comment.versioned_key}")
        assert self.state(comment) == ("published", "")
        assert "1 approved." in page

    def test_refuse_button_stores_the_chosen_reason(self):
        comment = self.held()
        self.press(
            one=f"refuse {comment.versioned_key}", **{f"refusal {comment.versioned_key}": "rude"}
        )
        assert self.state(comment) == ("refused", "rude")

    def test_spam_button(self):
        comment = self.held()
        self.press(one=f"spam {comment.versioned_key}")
        assert self.state(comment) == ("refused", "spam")

    def test_bulk_verdict_names_items_judged_by_someone_else(self):
        first, second, third = self.held(), self.held(text="Two."), self.held(text="Three.")
        seen = [comment.versioned_key for comment in (first, second, third)]
        self.press(one=f"approve {second.versioned_key}")
        page = self.press(all="refuse", refusal="off_topic", item=seen)
        assert self.state(first) == self.state(third) == ("refused", "off_topic")
        assert self.state(second) == ("published", "")
        assert "2 refused." in page
        assert f"Comment {second.pk}: Charlie was faster: approved." in page

    def test_bulk_verdict_is_limited_to_a_page(self):
        comments = [self.held(text=f"Number {number}.") for number in range(3)]
        with mock.patch.object(actions, "PER_PAGE", 2):
            page = self.press(all="approve", item=[comment.versioned_key for comment in comments])
        assert "2 approved." in page
        assert self.state(comments[2]) == ("held", "")

    def test_invalid_forms_change_nothing(self):
        comment = self.held()
        assert "Choose a reason for the refusal" in self.press(
            all="refuse", item=[comment.versioned_key]
        )
        assert "Tick at least one item" in self.press(all="approve")
        for nonsense in ("", "approve", "approve leads.lead:1:1", "sell blog.comment:1:1", "x y z"):
            assert "could not be read" in self.press(one=nonsense or " ")
        assert self.state(comment) == ("held", "")

    def test_undo_button(self):
        comment = self.held()
        page = self.press(one=f"approve {comment.versioned_key}")
        verdict = Verdict.objects.get()
        assert "Undo<span" in page
        assert f'name="verdict" value="{verdict.pk}"' in page
        assert f"Verdict on Comment {comment.pk} undone." in self.undo(verdict)
        assert self.state(comment) == ("held", "")
        assert f"Comment {comment.pk}: It can no longer be undone." in self.undo(verdict)
        for nonsense in ([], ["x"], ["-1"], ["²"], ["9" * 19]):
            page = self.client.post(UNDO, {"verdict": nonsense}, follow=True)
            assert "could not be read" in page.text

    def test_bulk_verdicts_are_undone_together(self):
        alone, first, second, third = (self.held(text=f"Number {number}.") for number in range(4))
        self.press(one=f"approve {alone.versioned_key}")
        page = self.press(
            all="refuse",
            refusal="spam",
            item=[each.versioned_key for each in (first, second, third)],
        )
        assert "3 at once: refused (It reads like advertising) by Charlie" in page
        assert f"Comment {alone.pk}: approved by Charlie" in page
        withdraw(comment=second)
        given = Verdict.objects.filter(decision="refuse")
        assert len(set(given.values_list("at", flat=True))) == 1
        page = self.undo(*given)
        assert "2 verdicts undone." in page
        assert f"Comment {second.pk}: It has changed since, or was removed." in page
        assert self.state(first) == self.state(third) == ("held", "")
        assert self.state(second) == ("withdrawn", "")
        assert self.state(alone) == ("published", "")

    def undo(self, *verdicts):
        fields = {"verdict": [verdict.pk for verdict in verdicts]}
        return self.client.post(UNDO, fields, follow=True).text

    def test_published_item_can_be_taken_down(self):
        comment = create_comment(self.post, text="Slipped through.")
        assert "Slipped through." in self.shown("?state=published")
        self.press(one=f"spam {comment.versioned_key}", state="published")
        assert self.state(comment) == ("refused", "spam")
        assert "Slipped through." in self.shown("?state=refused")

    def test_json_response(self):
        comment = self.held()
        fields = {"one": f"approve {comment.versioned_key}"}
        headers = {"accept": "application/json"}
        first = self.client.post(JUDGE, fields, headers=headers)
        undo = [Verdict.objects.get().pk]
        assert first.json() == {
            "message": "1 approved.",
            "problems": [],
            "undo": undo,
            "again": False,
        }
        second = self.client.post(JUDGE, fields, headers=headers)
        assert second.json()["message"] == ""
        assert "Charlie was faster" in second.json()["problems"][0]
        assert second.json()["again"] is False
        failing = mock.patch.object(services, "undo", side_effect=OperationalError("disk full"))
        with failing:
            third = self.client.post(UNDO, {"verdict": undo}, headers=headers)
        assert third.json()["again"] is True

    def test_database_error_keeps_earlier_verdicts(self):
        comments = [self.held(text=f"Number {number}.") for number in range(3)]
        real = services.judge

        def failing(*, pk, **given):
            if pk == comments[1].pk:
                raise OperationalError("disk full")
            return real(pk=pk, **given)

        with mock.patch.object(services, "judge", failing):
            page = self.press(all="approve", item=[comment.versioned_key for comment in comments])
        assert "1 approved." in page
        assert f"Comment {comments[1].pk}: The database could not store this verdict" in page
        assert "disk full" not in page
        assert [self.state(comment)[0] for comment in comments] == ["published", "held", "held"]
        with mock.patch.object(services, "undo", side_effect=OperationalError("disk full")):
            assert "could not store this verdict" in self.undo(Verdict.objects.get())
        assert self.state(comments[0]) == ("published", "")

    def test_query_count_does_not_depend_on_the_number_of_items(self):
        for number in range(5):
            self.held(email=f"a{number}@example.com", text=f"Text {number}.")
        self.shown()
        few = self.count()
        for number in range(55):
            self.held(email=f"b{number}@example.com", text=f"More {number}.")
        assert self.count() == few <= 10
        assert self.shown().count('class="mod-item"') == 50

    def count(self):
        with CaptureQueriesContext(connection) as queries:
            self.shown()
        return len(queries)

    def test_start_page_shows_the_backlog(self):
        self.held(submitted_at=timezone.now() - timedelta(hours=30))
        page = self.client.get("/admin/").content.decode()
        assert "Oldest has waited" in page
        assert "30 h" in page
        assert "figure-bad" in page

    def test_menu_links_to_the_queue(self):
        assert f'href="{QUEUE}"' in self.client.get("/admin/").content.decode()

    def test_other_roles_cannot_see_judge_or_undo(self):
        comment, other = self.held(), self.held(text="Another.")
        self.press(one=f"approve {other.versioned_key}")
        verdict = Verdict.objects.get()
        for person in (self.alice, self.bob, self.dora, self.erin):
            self.client.force_login(person)
            assert self.client.get(QUEUE).status_code == 403
            answer = self.client.post(JUDGE, {"one": f"approve {comment.versioned_key}"})
            assert answer.status_code == 403
            undone = self.client.post(UNDO, {"verdict": verdict.pk})
            assert undone.status_code == 403
            assert "Oldest has waited" not in self.client.get("/admin/").content.decode()
        assert self.state(comment) == ("held", "")
        assert self.state(other) == ("published", "")
