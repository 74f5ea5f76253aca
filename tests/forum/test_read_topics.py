"""Topics as visitors and members read them: pages, permanent URLs, what no one else sees."""

from datetime import timedelta

from django.utils import timezone

from contactatonce.brands.models import Brand
from forum.models import Topic, TopicEvent
from moderation.states import State
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.reading import ReadingTestCase


class ReadTopicTestCase(ReadingTestCase):
    def test_the_first_post_and_twenty_posts_are_on_a_page(self):
        self.reply(20)
        first, second = self.shown(self.path), self.shown(f"{self.path}?page=2")
        assert "How fast do you answer?" in first
        assert first.count("<article") == 20
        assert "Reply number 20." not in first
        assert second.count("<article") == 1
        assert "Reply number 20." in second

    def test_a_page_that_does_not_exist_is_404(self):
        for page in ("2", "99999", "0", "01", "x", "9" * 30):
            assert self.client.get(f"{self.path}?page={page}").status_code == 404, page

    def test_a_wrong_slug_redirects_until_the_title_changes_again(self):
        answer = self.client.get(f"/forum/topics/{self.topic.pk}/another/?page=2")
        assert (answer.status_code, answer["Location"]) == (302, f"{self.path}?page=2")

    def test_a_post_redirects_to_its_page(self):
        self.reply(20)
        opening, *_, last = self.topic.posts.order_by("pk")
        for post, page in ((opening, ""), (last, "?page=2")):
            answer = self.client.get(f"/forum/posts/{post.pk}/")
            assert answer.status_code == 302
            assert answer["Location"] == f"{self.path}{page}#post-{post.pk}"

    def test_a_merged_topic_redirects_in_one_step(self):
        third = create_topic(self.board, self.omar, "Third")
        second = create_topic(self.board, self.omar, "Second")
        for topic, into in ((third, second), (second, self.topic)):
            topic.posts.update(topic=into)
            Topic.objects.filter(pk=topic.pk).update(merged_into=into, opening=None)
        answer = self.client.get(f"/forum/topics/{third.pk}/third/")
        assert (answer.status_code, answer["Location"]) == (301, self.path)

    def test_other_sites_do_not_show_it(self):
        create_board(brand=Brand.objects.get(slug="autodealerchat"))
        self.client.defaults["HTTP_HOST"] = "www.autodealerchat.com"
        assert self.client.get("/forum/").status_code == 200
        for path in (self.path, f"/forum/posts/{self.topic.opening_id}/", "/forum/boards/x/"):
            assert self.client.get(path).status_code == 404, path

    def test_numbers_that_no_row_has_are_404(self):
        huge = "9" * 30
        for path in (
            f"/forum/topics/{huge}/x/",
            f"/forum/posts/{huge}/",
            f"/forum/members/{huge}/",
        ):
            assert self.client.get(path).status_code == 404, path

    def test_a_removed_first_post_is_an_empty_place(self):
        self.reply(1)
        self.topic.opening.move(State.WITHDRAWN)
        path = f"/forum/topics/{self.topic.pk}/topic-removed-by-its-author/"
        shown = self.shown(path)
        assert "The author removed this post." in shown
        assert "Reply number 1." in shown
        assert "How fast" not in shown
        assert "Maya" not in shown

    def test_events_are_between_posts(self):
        self.reply(1)
        hour = timedelta(hours=1)
        self.topic.posts.filter(author=self.omar).update(submitted_at=timezone.now() + hour)
        TopicEvent.objects.create(topic=self.topic, kind=TopicEvent.Kind.LOCKED, by=self.omar.user)
        shown = self.shown(self.path)
        first, event, second = (
            shown.index(words)
            for words in ("How fast do you answer?</p>", "Omar Other locked", "Reply number 1.</p>")
        )
        assert first < event < second

    def test_an_accepted_answer_is_linked_below_the_question(self):
        self.reply(25)
        answer = self.topic.posts.order_by("pk").last()
        Topic.objects.filter(pk=self.topic.pk).update(accepted=answer, kind=Topic.Kind.QUESTION)
        shown = self.shown(self.path)
        assert f'<a href="/forum/posts/{answer.pk}/">Accepted answer</a> by Omar Other' in shown
        assert '"@type":"QAPage"' in shown
        assert '"acceptedAnswer":{"@type":"Answer"' in shown

    def test_a_mention_and_an_author_have_their_current_names(self):
        create_post(self.topic, self.omar, "Thanks, @maya-member!")
        self.maya.user.display_name = "Maya Newname"
        self.maya.user.save()
        shown = self.shown(self.path)
        assert "@Maya Newname</a>" in shown
        assert "Maya Member" not in shown

    def test_a_former_member_has_no_name_and_no_page(self):
        self.maya.user = None
        self.maya.handle = ""
        self.maya.save()
        shown = self.shown(self.path)
        assert f">{self.maya.name}</span>" in shown
        assert self.maya.name.startswith("Former member ")
        assert self.client.get(f"/forum/members/{self.maya.pk}/").status_code == 404

    def test_pages_for_visitors_can_be_cached(self):
        for path in ("/forum/", "/forum/boards/questions/", self.path):
            answer = self.client.get(path)
            assert not answer.cookies, path
            assert "cookie" not in answer.get("Vary", "").lower(), path
            assert "private" not in answer.get("Cache-Control", ""), path
            assert "csrfmiddlewaretoken" not in answer.content.decode(), path

    def test_pages_for_members_are_never_cached(self):
        self.client.force_login(self.omar.user)
        for path in ("/forum/", "/forum/boards/questions/", self.path):
            control = self.client.get(path)["Cache-Control"]
            assert "private" in control and "no-store" in control, path
