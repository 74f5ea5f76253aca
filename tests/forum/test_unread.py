"""Unread posts of members: counted right after posts, removals and moves; marked by POST."""

from datetime import timedelta

from django.utils import timezone

from contactatonce.brands.models import Brand
from forum import unread
from forum.models import Member, ReadMark, Topic
from forum.services import topics
from moderation.states import State
from tests import factories
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.reading import ReadingTestCase


class UnreadTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.topic.posts.update(published_at=timezone.now() - timedelta(days=2))
        cls.topic.recount()

    def setUp(self) -> None:
        super().setUp()
        Member.objects.update(read_until_at=timezone.now() - timedelta(days=1))
        self.maya.refresh_from_db()
        self.client.force_login(self.maya.user)

    def new(self) -> int:
        topic = Topic.objects.get(pk=self.topic.pk)
        return unread.counts(self.maya, [topic]).get(topic.pk, 0)

    def mark(self, **fields: object) -> None:
        answer = self.client.post(f"/forum/topics/{self.topic.pk}/read/", fields)
        assert (answer.status_code, answer["Location"]) == (303, self.path)

    def test_new_posts_are_counted_on_every_list(self):
        self.reply(3)
        for path in ("/forum/", "/forum/boards/questions/"):
            assert "3 new" in self.shown(path), path
        assert "1 new" in self.shown("/forum/")  # topics of the board

    def test_own_posts_are_never_new(self):
        create_post(self.topic, self.maya)
        assert self.new() == 0
        assert " new<" not in self.shown("/forum/")

    def test_reading_changes_nothing(self):
        self.reply(1)
        for path in ("/forum/", self.path, f"/forum/topics/{self.topic.pk}/unread/"):
            self.client.get(path)
        assert not ReadMark.objects.exists()
        assert self.new() == 1

    def test_the_first_unread_post_is_one_click_away(self):
        self.reply(25)
        first = self.topic.posts.order_by("pk")[1]
        answer = self.client.get(f"/forum/topics/{self.topic.pk}/unread/")
        assert answer["Location"] == f"{self.path}#post-{first.pk}"
        assert f'href="/forum/posts/{first.pk}/">First unread post' not in self.shown(self.path)
        self.mark(last=self.topic.posts.order_by("pk")[19].pk)
        next_one = self.topic.posts.order_by("pk")[20]
        assert f'href="/forum/posts/{next_one.pk}/">First unread post' in self.shown(self.path)
        assert self.new() == 6

    def test_a_page_marks_what_it_showed_and_nothing_later(self):
        self.reply(2)
        first = self.topic.posts.order_by("pk")[1]
        self.mark(last=first.pk)
        assert self.new() == 1
        self.mark()
        assert self.new() == 0
        self.mark(last=first.pk)  # an earlier page again
        assert self.new() == 0

    def test_a_removed_post_is_no_longer_new(self):
        self.reply(2)
        self.topic.posts.order_by("pk").last().move(State.WITHDRAWN)
        assert self.new() == 1

    def test_a_moved_post_is_new_where_it_is(self):
        self.reply(2)
        other = create_topic(self.board, self.maya, "Another")
        self.topic.posts.filter(author=self.omar).update(topic=other)
        other.recount()
        self.topic.recount()
        assert self.new() == 0
        assert unread.counts(self.maya, [other]) == {other.pk: 2}

    def test_posts_that_were_split_off_stay_read(self):
        self.reply(2)
        self.mark()
        keys = self.topic.posts.filter(author=self.omar).values_list("pk", flat=True)
        staff = factories.create_staff("sam@example.com", "Sam", role="Moderator")
        made = topics.split(topic=self.topic, posts=list(keys), title="Apart", by=staff)
        assert unread.counts(self.maya, [made]) == {}
        create_post(made, self.omar)
        assert unread.counts(self.maya, [made]) == {made.pk: 1}

    def test_a_post_that_was_approved_late_is_new(self):
        held = create_post(self.topic, self.omar, state=State.HELD)
        self.mark()
        assert self.new() == 0
        held.move(State.PUBLISHED)
        assert self.new() == 1

    def test_a_post_that_comes_back_is_neither_new_nor_activity(self):
        self.reply(1)
        self.mark()
        active_at = Topic.objects.get(pk=self.topic.pk).active_at
        for state, refusal in ((State.HELD, ""), (State.REFUSED, "rude")):
            post = self.topic.posts.exclude(author=self.maya).get()
            post.move(state, refusal=refusal)
            post.move(State.PUBLISHED)
            assert self.new() == 0
            assert Topic.objects.get(pk=self.topic.pk).active_at == active_at

    def test_all_can_be_marked_as_read(self):
        self.reply(2)
        self.mark(last=self.topic.opening_id)
        answer = self.client.post("/forum/read/", {"next": "/forum/boards/questions/"})
        assert answer["Location"] == "/forum/boards/questions/"
        self.maya.refresh_from_db()
        assert self.new() == 0

    def test_marking_all_leaves_the_topics_of_another_site_unread(self):
        other = create_board(brand=Brand.objects.exclude(pk=self.brand.pk).first())
        elsewhere = create_topic(other, self.omar, "Elsewhere")
        self.client.post("/forum/read/")
        self.maya.refresh_from_db()
        assert unread.counts(self.maya, [elsewhere]) == {elsewhere.pk: 1}

    def test_the_way_back_leads_to_this_site_only(self):
        for path in ("https://evil.example/", "//evil.example/forum/", "/\\evil.example"):
            answer = self.client.post("/forum/read/", {"next": path})
            assert answer["Location"] == "/forum/"

    def test_visitors_are_sent_to_sign_in(self):
        self.client.logout()
        answer = self.client.post("/forum/read/")
        assert answer["Location"].startswith("/accounts/login/")

    def test_a_list_costs_one_query(self):
        self.reply(2)
        topics = [create_topic(self.board, self.omar, f"Topic {count}") for count in range(5)]
        with self.assertNumQueries(1):
            assert len(unread.counts(self.maya, topics)) == 5
        with self.assertNumQueries(1):
            assert unread.boards(self.maya, self.brand) == {self.board.pk: 6}
