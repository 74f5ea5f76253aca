"""The author gets one letter about a verdict, once it is final."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Comment
from contactatonce.brands import letters
from contactatonce.lib.mail import Refused
from moderation import services
from moderation.models import Verdict
from tests.base import run_jobs

from .commenting import CommentTestCase, create_comment
from .test_comment_status import status_of


class ToldTestCase(CommentTestCase):
    def setUp(self):
        super().setUp()
        self.comment = create_comment(self.post, state="held", text="Private words of mine.")

    def judge(self, decision="approve", refusal=""):
        return services.judge(
            model=Comment,
            pk=self.comment.pk,
            version=Comment.objects.get(pk=self.comment.pk).version,
            decision=Verdict.Decision(decision),
            refusal=refusal,
            by=self.charlie,
        )

    def after(self, minutes):
        """Run the jobs that are due `minutes` from now."""
        with self.travel(minutes):
            run_jobs()
            run_jobs()

    def travel(self, minutes):
        return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)

    def test_nothing_is_sent_while_the_verdict_can_be_undone(self):
        self.judge()
        self.after(9)
        assert mail.outbox == []
        self.after(11)
        assert [letter.to for letter in mail.outbox] == [["rita@example.com"]]
        assert mail.outbox[0].subject == "Your comment is published"

    def test_letter_has_links_and_quotes_no_comment(self):
        self.judge("refuse", "off_topic")
        self.after(11)
        letter = mail.outbox[0].message().as_string()
        assert "It is not about the subject of the page" in letter
        assert "/comments/B1a" in letter
        assert "Private words" not in letter
        assert "Rita" not in letter
        assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"

    def test_undone_verdict_sends_no_letter(self):
        verdict = self.judge("refuse", "rude")
        services.undo(verdict_id=verdict.pk, by=self.charlie)
        self.judge("approve")
        self.after(11)
        assert [letter.subject for letter in mail.outbox] == ["Your comment is published"]

    def test_verdict_is_mailed_when_a_later_one_was_undone(self):
        self.judge("refuse", "rude")
        second = self.judge("approve")
        services.undo(verdict_id=second.pk, by=self.charlie)
        self.after(11)
        assert [letter.subject for letter in mail.outbox] == ["Your comment was not published"]

    def test_letter_says_that_a_published_comment_was_taken_down(self):
        Comment.objects.filter(pk=self.comment.pk).update(state="published")
        self.judge("refuse", "off_topic")
        self.after(11)
        assert [letter.subject for letter in mail.outbox] == ["Your comment was taken down"]
        for part in self.parts():
            assert "has read your comment on Dealer Chat Blog and taken it down." in part
            assert "The reason: It is not about the subject of the page." in part

    def parts(self):
        """Return the text and the HTML of the letter, each on one line."""
        text, html = mail.outbox[0].body, mail.outbox[0].alternatives[0][0]
        return [" ".join(part.split()) for part in (text, html)]

    def test_refused_address_is_tried_once(self):
        self.judge()
        with mock.patch.object(letters, "hand_over", side_effect=Refused("550")) as tried:
            self.after(11)
            self.after(24 * 60)
        assert tried.call_count == 1
        assert DBTaskResult.objects.get(task_path__endswith="notify_author").status == "FAILED"

    def test_killed_worker_does_not_mail_twice(self):
        self.judge()
        with (
            mock.patch.object(letters, "hand_over", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            self.after(11)
        with time_machine.travel(timezone.now() + timedelta(minutes=12), tick=False):
            DBTaskResult.objects.update(status="READY", run_after=timezone.now())
            run_jobs()
        assert mail.outbox == []
        result = DBTaskResult.objects.get(task_path__endswith="notify_author")
        assert result.status == "FAILED"
        assert result.exception_class_path.endswith("Uncertain")

    def test_edited_comment_cancels_the_letter(self):
        self.judge()
        url = status_of(self.comment)
        self.client.post(url, {"name": "Rita", "text": "Other words."})
        assert Comment.objects.get(pk=self.comment.pk).state == "held"
        self.after(11)
        assert mail.outbox == []

    def test_withdrawn_comment_cancels_the_letter(self):
        self.judge()
        self.client.post(f"{status_of(self.comment)}withdraw/")
        self.after(11)
        assert mail.outbox == []
