"""Daily reminder of a queue older than a day."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail

from moderation.tasks import remind
from tests.base import StaffTestCase, run_jobs
from tests.blog.commenting import create_comment, create_post

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class RemindTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        with time_machine.travel(NOON, tick=False):
            self.comment = create_comment(create_post(), state="held", text="Words of a reader.")

    def hour(self, hours):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            remind()
            run_jobs()

    def test_no_mail_within_a_day(self):
        self.hour(23.9)
        assert mail.outbox == []

    def test_one_mail_a_day_without_the_text(self):
        for hours in (24, 25, 26, 27):
            self.hour(hours)
        letter = mail.outbox[0]
        assert [letter.to for letter in mail.outbox] == [["charlie@example.com"]]
        assert letter.subject == "1 waiting for a moderator, the oldest for 24 hours"
        assert "/admin/moderation/verdict/queue/" in letter.body
        assert "Words of a reader" not in letter.message().as_string()
        self.hour(48)
        assert len(mail.outbox) == 2

    def test_no_mail_for_an_empty_queue(self):
        type(self.comment).objects.update(state="published")
        self.hour(48)
        assert mail.outbox == []

    def test_wait_restarts_when_an_item_returns_to_the_queue(self):
        with time_machine.travel(NOON, tick=False):
            self.comment.move("refused", refusal="rude")
        with time_machine.travel(NOON + timedelta(days=9), tick=False):
            self.comment.move("held")
        self.hour(9 * 24 + 23)
        assert mail.outbox == []
        self.hour(10 * 24)
        assert mail.outbox[0].subject == "1 waiting for a moderator, the oldest for 24 hours"

    def test_no_mail_if_judged_before_the_job_runs(self):
        with time_machine.travel(NOON + timedelta(hours=24), tick=False):
            remind()
            type(self.comment).objects.update(state="published")
            run_jobs()
        assert mail.outbox == []

    def test_no_mail_without_admin_access(self):
        type(self.charlie).objects.filter(pk=self.charlie.pk).update(is_staff=False)
        self.hour(24)
        assert mail.outbox == []

    def test_no_mail_to_an_inactive_moderator(self):
        type(self.charlie).objects.filter(pk=self.charlie.pk).update(is_active=False)
        self.hour(24)
        assert mail.outbox == []
