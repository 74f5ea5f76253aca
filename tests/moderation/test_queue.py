"""The queue in the admin: what a moderator sees, presses and is told, without any JavaScript."""

import re
from datetime import timedelta
from unittest import mock
from urllib.parse import quote

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.utils import timezone

from blog.models import Comment
from contactatonce.moderation import deeds, queue, registry, services
from contactatonce.moderation.models import Verdict
from tests.base import StaffTestCase
from tests.blog.commenting import create_comment, create_post

QUEUE = "/admin/moderation/verdict/queue/"
JUDGE = "/admin/moderation/verdict/judge/"
EDGES_OF_TIME = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
REASONS = [{"code": "watched_word", "points": 4, "detail": "casino"}]


class QueueTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.post = create_post()

    def setUp(self):
        super().setUp()
        self.client.force_login(self.charlie)

    def held(self, **fields):
        return create_comment(self.post, **{"state": "held", "reasons": REASONS, **fields})

    def shown(self, query=""):
        response = self.client.get(f"{QUEUE}{query}")
        assert response.status_code == 200
        return response.content.decode()

    def press(self, **fields):
        """Press a button and return the page that follows."""
        return self.client.post(JUDGE, fields, follow=True).content.decode()

    def state(self, comment):
        return Comment.objects.values_list("state", "refusal").get(pk=comment.pk)

    def test_each_item_shows_text_reason_record_place_and_age(self):
        create_comment(self.post, text="An approved one.")
        self.held(text="Play *now*.", submitted_at=timezone.now() - timedelta(hours=5))
        page = self.shown()
        for part in (
            "Play <em>now</em>.",
            "It uses a word that a person looks at.",
            "(casino)",
            "+4",
            "1 published",
            "1 held",
            "waits 5 h",
            f'<a class="mod-place" href="{self.post.url}">under “{self.post.title}”</a>',
            "Rita Reader",
        ):
            assert part in page, part

    def test_links_are_spelled_out_and_cannot_be_clicked(self):
        self.held(text="See [our shop](https://spam.example/buy?a=1&b=2) now")
        page = self.shown()
        assert "our shop <code>https://spam.example/buy?a=1&amp;b=2</code>" in page
        assert 'href="https://spam.example' not in page

    def test_the_address_of_the_author_is_not_shown(self):
        self.held(email="secret.rita@example.com")
        assert "secret.rita" not in self.shown()

    def test_the_oldest_stands_first(self):
        self.held(text="The younger.", submitted_at=timezone.now() - timedelta(hours=1))
        self.held(text="The older.", submitted_at=timezone.now() - timedelta(hours=2))
        page = self.shown()
        assert page.index("The older.") < page.index("The younger.")

    def test_a_button_approves(self):
        comment = self.held()
        page = self.press(one=f"approve {comment.seen}")
        assert self.state(comment) == ("published", "")
        assert "1 approved." in page

    def test_a_button_refuses_for_the_chosen_reason(self):
        comment = self.held()
        self.press(one=f"refuse {comment.seen}", **{f"refusal {comment.seen}": "rude"})
        assert self.state(comment) == ("refused", "rude")

    def test_a_button_refuses_as_spam(self):
        comment = self.held()
        self.press(one=f"spam {comment.seen}")
        assert self.state(comment) == ("refused", "spam")

    def test_several_are_judged_at_once_and_each_overtaken_one_is_named(self):
        first, second, third = self.held(), self.held(text="Two."), self.held(text="Three.")
        seen = [comment.seen for comment in (first, second, third)]
        self.press(one=f"approve {second.seen}")
        page = self.press(all="refuse", refusal="off_topic", item=seen)
        assert self.state(first) == self.state(third) == ("refused", "off_topic")
        assert self.state(second) == ("published", "")
        assert "2 refused." in page
        assert f"Comment {second.pk}: Charlie was faster: approved." in page

    def test_no_more_than_a_page_is_judged_at_once(self):
        comments = [self.held(text=f"Number {number}.") for number in range(3)]
        with mock.patch.object(deeds, "PER_PAGE", 2):
            page = self.press(all="approve", item=[comment.seen for comment in comments])
        assert "2 approved." in page
        assert self.state(comments[2]) == ("held", "")

    def test_a_refusal_without_a_reason_and_a_bulk_without_a_tick_do_nothing(self):
        comment = self.held()
        assert "Choose why it is refused" in self.press(all="refuse", item=[comment.seen])
        assert "Nothing was ticked" in self.press(all="approve")
        for nonsense in ("", "approve", "approve leads.lead:1:1", "sell blog.comment:1:1", "x y z"):
            assert "could not be read" in self.press(one=nonsense or " ")
        assert self.state(comment) == ("held", "")

    def test_a_verdict_is_taken_back_by_a_button(self):
        comment = self.held()
        page = self.press(one=f"approve {comment.seen}")
        verdict = Verdict.objects.get()
        assert f"/admin/moderation/verdict/{verdict.pk}/undo/" in page
        page = self.client.post(f"/admin/moderation/verdict/{verdict.pk}/undo/", follow=True)
        assert "stands as before" in page.content.decode()
        assert self.state(comment) == ("held", "")

    def test_what_was_published_by_the_rules_can_be_taken_down(self):
        comment = create_comment(self.post, text="Slipped through.")
        assert "Slipped through." in self.shown("?state=published")
        self.press(one=f"spam {comment.seen}", state="published")
        assert self.state(comment) == ("refused", "spam")
        assert "Slipped through." in self.shown("?state=refused")

    def test_a_script_is_answered_as_data(self):
        comment = self.held()
        fields = {"one": f"approve {comment.seen}"}
        headers = {"accept": "application/json"}
        first = self.client.post(JUDGE, fields, headers=headers)
        undo = f"/admin/moderation/verdict/{Verdict.objects.get().pk}/undo/"
        assert first.json() == {"said": "1 approved.", "problems": [], "undo": [undo]}
        second = self.client.post(JUDGE, fields, headers=headers)
        assert second.json()["said"] == ""
        assert "Charlie was faster" in second.json()["problems"][0]

    def test_a_database_that_fails_is_told_and_what_was_done_before_it_stays(self):
        comments = [self.held(text=f"Number {number}.") for number in range(3)]
        real = services.judge

        def failing(*, pk, **given):
            if pk == comments[1].pk:
                raise OperationalError("disk full")
            return real(pk=pk, **given)

        with mock.patch.object(services, "judge", failing):
            page = self.press(all="approve", item=[comment.seen for comment in comments])
        assert "1 approved." in page
        assert f"Comment {comments[1].pk}: The database did not take it" in page
        assert "disk full" not in page
        assert [self.state(comment)[0] for comment in comments] == ["published", "held", "held"]
        with mock.patch.object(services, "undo", side_effect=OperationalError("disk full")):
            undone = self.client.post(
                f"/admin/moderation/verdict/{Verdict.objects.get().pk}/undo/", follow=True
            )
        assert "so it stands as before" in undone.text
        assert self.state(comments[0]) == ("published", "")

    def test_fifty_items_take_eight_queries_as_five_do(self):
        self.keep_snapshots()
        for number in range(5):
            self.held(email=f"a{number}@example.com", text=f"Text {number}.")
        self.shown()
        few = self.count()
        for number in range(55):
            self.held(email=f"b{number}@example.com", text=f"More {number}.")
        assert self.count() == few <= 8
        assert self.shown().count('class="mod-item"') == 50

    def count(self):
        with CaptureQueriesContext(connection) as queries:
            self.shown()
        return len(queries)

    def test_what_does_not_fit_on_a_page_is_on_the_next_one(self):
        moment = timezone.now() - timedelta(hours=3)
        for number in range(52):
            self.held(text=f"Text {number:02}.", submitted_at=moment + timedelta(minutes=number))
        page = self.shown()
        assert ">52<" in page
        link = page.split('href="?state=held&amp;from=')[1].split('"')[0]
        rest = self.shown(f"?state=held&from={link}")
        assert "Text 49." in page
        assert "Text 50." not in page
        assert "Text 50." in rest and "Text 51." in rest
        assert "Text 49." not in rest

    def test_items_of_the_same_microsecond_stand_on_one_page_each(self):
        moment = timezone.now() - timedelta(hours=3)
        for state in ("held", "published"):
            for _ in range(52):
                create_comment(self.post, state=state, submitted_at=moment)
            first = self.shown(f"?state={state}")
            link = first.split(f'href="?state={state}&amp;from=')[1].split('"')[0]
            second = self.shown(f"?state={state}&from={link}")
            assert "from=" not in second
            keys = [re.findall(r'data-key="(.*?)"', page) for page in (first, second)]
            assert [len(each) for each in keys] == [50, 2]
            assert len({*keys[0], *keys[1]}) == 52

    def test_kinds_that_share_a_microsecond_stand_on_one_page_each(self):
        with isolate_apps("blog"):

            class Remark(Comment):
                class Meta:
                    app_label = "blog"
                    proxy = True

        moment = timezone.now()
        for state in ("held", "published"):
            for _ in range(7):
                create_comment(self.post, state=state, submitted_at=moment)
            with (
                mock.patch.object(registry, "kinds", [Comment, Remark]),
                mock.patch.object(queue, "PER_PAGE", 4),
            ):
                assert len(set(self.walk(state))) == len(self.walk(state)) == 14

    def walk(self, state):
        """Return the kind and number of every item on all pages of a list."""
        found, place = [], None
        for _ in range(9):
            page = queue.page(state, place)
            found += [(entry.item._meta.label, entry.item.pk) for entry in page.entries]
            place = queue.read_place(page.end)
            if place is None:
                return found
        raise AssertionError("The pages do not end.")

    def test_nonsense_in_the_address_shows_the_queue(self):
        self.held()
        for place in (
            *("yesterday", "2026-13-99T00:00:00Z", "2026-05-04T12:00:00Z"),
            *("2026-13-99T00:00:00Z blog.comment 1", "2026-05-04T12:00:00 blog.comment 1"),
            *(f"{edge} blog.comment 1" for edge in EDGES_OF_TIME),
            *("yesterday blog.comment 1", "9999-12-31T00:00:00Z blog.comment x"),
            *("9999-12-31T00:00:00Z blog.comment 1 1", "9999-12-31T00:00:00Z  1"),
        ):
            assert "Rita Reader" in self.shown(f"?from={quote(place)}"), place
        assert "Rita Reader" in self.shown("?state=nothing")

    def test_the_start_page_says_how_many_wait_and_for_how_long(self):
        self.held(submitted_at=timezone.now() - timedelta(hours=30))
        page = self.client.get("/admin/").content.decode()
        assert "Oldest has waited" in page
        assert "30 h" in page
        assert "figure-bad" in page

    def test_the_menu_leads_to_the_queue(self):
        assert f'href="{QUEUE}"' in self.client.get("/admin/").content.decode()

    def test_nobody_else_sees_or_judges_or_takes_back(self):
        comment, other = self.held(), self.held(text="Another.")
        self.press(one=f"approve {other.seen}")
        verdict = Verdict.objects.get()
        for person in (self.alice, self.bob, self.dora, self.erin):
            self.client.force_login(person)
            assert self.client.get(QUEUE).status_code == 403
            answer = self.client.post(JUDGE, {"one": f"approve {comment.seen}"})
            assert answer.status_code == 403
            undone = self.client.post(f"/admin/moderation/verdict/{verdict.pk}/undo/")
            assert undone.status_code == 403
            assert "Oldest has waited" not in self.client.get("/admin/").content.decode()
        assert self.state(comment) == ("held", "")
        assert self.state(other) == ("published", "")
