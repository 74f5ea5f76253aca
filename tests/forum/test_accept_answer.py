"""The asker, or staff, accepts an answer and takes that back."""

from django.utils import timezone

from forum.models import Notification, Topic, TopicEvent
from tests.base import run_jobs
from tests.forum.factories import create_post, create_topic
from tests.forum.writing import WritingTestCase


class AcceptAnswerTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.question = create_topic(self.board, self.maya, kind="question")
        self.answer = create_post(self.question, self.omar, "Within a minute.")
        self.path = f"/forum/posts/{self.answer.pk}/accept/"

    def accepted(self):
        return Topic.objects.get(pk=self.question.pk).accepted

    def test_the_asker_accepts_and_takes_back(self):
        self.sign_in(self.maya)
        for _ in range(2):  # a double click
            response = self.client.post(self.path, {"do": "accept"})
            assert response["Location"] == f"/forum/posts/{self.answer.pk}/"
        assert self.accepted() == self.answer
        self.client.post(self.path, {"do": "unaccept"})
        assert self.accepted() is None
        events = TopicEvent.objects.filter(topic=self.question).values_list("kind", "by")
        assert list(events) == [("unaccepted", self.maya.user_id)]

    def test_one_event_and_one_notification_are_kept_of_an_answer(self):
        self.sign_in(self.maya)
        for _ in range(3):
            self.client.post(self.path, {"do": "accept"})
            run_jobs()
            Notification.objects.update(seen_at=timezone.now())
            self.client.post(self.path, {"do": "unaccept"})
        assert TopicEvent.objects.filter(topic=self.question).count() == 1
        assert Notification.objects.filter(kind="accepted").exclude(seen_at=None).count() == 1

    def test_accepting_is_limited(self):
        self.sign_in(self.maya)
        with self.settings(FORUM_RATE="1/10m"):
            assert self.client.post(self.path).status_code == 303
            answer = self.client.post(self.path, {"do": "unaccept"})
        assert answer.status_code == 429
        assert self.accepted() == self.answer

    def test_staff_accept_and_others_do_not(self):
        assert self.client.post(self.path).status_code == 404  # its author
        self.client.force_login(self.charlie)
        assert self.client.post(self.path).status_code == 303
        assert self.accepted() == self.answer

    def test_get_changes_nothing(self):
        self.sign_in(self.maya)
        assert self.client.get(self.path).status_code == 405
        assert self.accepted() is None

    def test_only_published_replies_to_questions_are_answers(self):
        self.sign_in(self.maya)
        held = create_post(self.question, self.omar, "Held.", state="held")
        reply = create_post(self.topic, self.omar, "To a discussion.")
        for post in (held, reply, self.question.opening):
            assert self.client.post(f"/forum/posts/{post.pk}/accept/").status_code == 404
