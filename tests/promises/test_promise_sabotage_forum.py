"""Breaches of the forum's promises; each turns its promises red."""

from datetime import timedelta
from unittest import mock

from django.utils import timezone

from forum import keeping, notifications, promises
from forum.models import Post
from forum.services import posting
from forum.views import unsubscribing
from moderation.states import State
from tests.forum.factories import create_board, create_member, create_post, create_topic
from tests.promises.sabotage import SabotageTestCase, rewrite

silent = rewrite(promises.PUBLIC.encode(), b"is yours")
brief = rewrite(promises.FIRST.encode(), b"Hello")


class ForumTestCase(SabotageTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board(brand=cls.brand)

    def test_all_is_kept(self):
        assert self.broken("P13", "P27", "P30", "P31") == {}

    def test_an_editor_does_not_say_that_the_forum_is_public(self):
        for middleware in ("silent", "brief"):
            with self.subTest(middleware):
                self.under(middleware, __name__)
                self.turns_red("P27")

    def test_removing_a_post_leaves_it_online(self):
        with mock.patch.object(posting, "withdraw"):
            self.turns_red("P30")

    def test_the_link_in_a_mail_stops_nothing(self):
        with mock.patch.object(unsubscribing, "stop_mail"):
            self.turns_red("P13")

    def test_only_mail_of_the_topic_is_stopped(self):
        def mute(*, member, topic=None):
            if topic:
                notifications.set_watch(member=member, topic=topic, level="muted")

        with mock.patch.object(unsubscribing, "stop_mail", mute):
            self.turns_red("P13")

    def test_a_removed_first_post_is_never_blanked(self):
        topic = create_topic(self.board, create_member("Maya Member"))
        create_post(topic, create_member("Omar Other"))
        long_ago = timezone.now() - timedelta(days=40)
        Post.objects.filter(pk=topic.opening_id).update(state=State.WITHDRAWN, moved_at=long_ago)
        self.turns_red("P31")
        keeping.blank_first_posts()
        assert self.broken("P31") == {}
