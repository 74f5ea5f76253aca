"""Limits of how fast and how much members may post; times come from the trust levels."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from forum import seed
from forum.limits import NotAllowed
from forum.models import Post, Topic, TrustLevel
from forum.services import posting
from tests.base import StaffTestCase

from .factories import create_board, create_member, create_post, create_topic
from .test_post_services import token, words


class LimitsTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.topic = create_topic(cls.board, cls.omar)
        seed.load_trust_levels()

    def setUp(self) -> None:
        super().setUp()
        travel = time_machine.travel(timezone.now() + timedelta(hours=1), tick=False)
        self.clock = travel.start()
        self.addCleanup(travel.stop)
        type(self.maya).objects.update(joined_at=timezone.now())

    def reply(self, text: str, **more: object) -> Post:
        return posting.reply(
            **{"topic": self.topic, "author": self.maya, **more}, token=token(), words=words(text)
        )

    def open(self, title: str, **more: object) -> Post:
        return posting.open_topic(
            **{"board": self.board, "author": self.maya, **more},
            token=token(),
            words=words(title=title),
        )

    def refused(self, act, *args: object, **more: object) -> str:
        before = Post.objects.count(), Topic.objects.count()
        with self.assertRaises(NotAllowed) as caught:
            act(*args, **more)
        assert (Post.objects.count(), Topic.objects.count()) == before
        return str(caught.exception)

    def test_a_new_member_waits_between_replies(self):
        self.reply("The first.")
        self.clock.shift(5)
        assert self.refused(self.reply, "The second.") == (
            "Please wait 25 seconds before your next reply."
        )
        self.clock.shift(25)
        assert self.reply("The second.")

    def test_a_new_member_waits_between_topics(self):
        self.open("The first")
        self.clock.shift(60)
        assert "60 seconds before your next topic" in self.refused(self.open, "The second")
        self.clock.shift(60)
        assert self.open("The second")

    def test_higher_levels_wait_less(self):
        self.maya.trust = 1
        self.maya.save()
        self.reply("The first.")
        self.clock.shift(5)
        assert self.reply("The second.")

    def test_staff_change_the_figures(self):
        TrustLevel.objects.filter(level=0).update(seconds_between_posts=600)
        self.reply("The first.")
        self.clock.shift(60)
        assert "9 minutes" in self.refused(self.reply, "The second.")

    def test_the_first_day_has_its_own_limits(self):
        for number in range(3):
            self.open(f"Number {number}")
            self.clock.shift(600)
        assert "On your first day you can write 3 topics" in self.refused(self.open, "One more")
        for number in range(10):
            self.reply(f"Number {number}.")
            self.clock.shift(600)
        message = self.refused(self.reply, "One more.")
        assert "10 replies" in message
        assert "Please continue in 22 hours." in message
        self.clock.shift(timedelta(days=1))
        assert self.reply("One more.")
        assert self.open("One more")

    def test_a_level_limits_topics_a_day(self):
        self.maya.trust, self.maya.joined_at = 1, timezone.now() - timedelta(days=9)
        self.maya.save()
        for number in range(20):
            self.open(f"Number {number}")
            self.clock.shift(60)
        assert "20 topics within a day" in self.refused(self.open, "One more")

    def test_the_same_text_comes_once_to_a_topic_within_five_minutes(self):
        first = self.reply("We answer within a minute, most of the time.")
        self.clock.shift(60)
        again = "We  answer within a MINUTE, most of the time."
        assert f'href="/forum/posts/{first.pk}/"' in self.refused(self.reply, again)
        other = create_topic(self.board, self.omar, "Another")
        assert self.reply(again, topic=other)
        self.clock.shift(300)
        assert self.reply(again)

    def test_the_same_topic_is_opened_once_within_five_minutes(self):
        self.open("How fast is fast?")
        self.clock.shift(130)
        assert "same text" in self.refused(self.open, "How fast is fast?")
        other = create_board("other")
        assert self.open("How fast is fast?", board=other)

    def test_a_silenced_member_writes_nothing(self):
        self.maya.silenced_at = timezone.now()
        self.maya.save()
        assert 'href="/forum/me/trust/"' in self.refused(self.reply, "Hello?")
        assert "silenced" in self.refused(self.open, "Hello?")

    def test_a_form_that_is_sent_again_is_no_repeat(self):
        sent = token()
        made = [
            posting.reply(topic=self.topic, author=self.maya, token=sent, words=words("Once."))
            for _ in range(2)
        ]
        assert made[0] == made[1]

    def test_staff_post_without_waiting_and_without_review(self):
        charlie = create_member("Charlie")
        assert charlie.is_staff
        for text in ("One.", "Two.", "Three."):
            assert self.reply(text, author=charlie).is_published

    def test_checks_take_the_same_queries_for_any_number_of_posts(self):
        for number in (1, 30):
            for each in range(number):
                create_post(self.topic, self.maya, f"{number} {each}")
            self.clock.shift(timedelta(days=2))
            with self.assertNumQueries(3):
                posting.limits.check(self.maya, place=self.topic, text="New.")
