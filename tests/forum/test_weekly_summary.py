"""The weekly summary goes to members who asked for it and still come (P12, P13)."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.accounts.models import User
from forum import digest, notifications, tasks
from forum.models import Member, Watch
from moderation.states import State
from tests.base import SiteTestCase, run_jobs
from tests.forum.factories import create_board, create_member, create_post, create_topic


class WeeklySummaryTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        Member.objects.filter(pk=cls.maya.pk).update(mails_digest=True)
        cls.board = create_board()
        cls.topic = create_topic(cls.board, cls.omar)
        create_post(cls.topic, cls.omar)

    def summarize(self) -> list[str]:
        tasks.summarize()
        run_jobs()
        return [letter.body for letter in mail.outbox]

    def test_a_summary_lists_the_liveliest_topics(self):
        create_topic(self.board, self.omar, "A quiet one")
        create_topic(self.board, self.omar, "A held one", state=State.HELD)
        (body,) = self.summarize()
        assert body.index("How fast is fast? (2 new posts)") < body.index(
            "A quiet one (1 new post)"
        )
        assert "held" not in body
        assert "List-Unsubscribe" in mail.outbox[0].extra_headers

    def test_a_summary_is_mailed_once_a_week(self):
        for days, letters in ((0, 1), (6, 1), (8, 2)):
            Member.objects.filter(pk=self.maya.pk, digest_at__isnull=False).update(
                digest_at=timezone.now() - timedelta(days=days)
            )
            assert len(self.summarize()) == letters, days

    def test_summaries_stop_after_half_a_year_without_a_visit(self):
        User.objects.filter(pk=self.maya.user_id).update(
            seen_on=timezone.now().date() - timedelta(days=181)
        )
        assert self.summarize() == []

    def test_no_summary_is_mailed_unasked_or_after_opt_out(self):
        notifications.stop_mail(member=self.maya)
        assert self.summarize() == []

    def test_a_muted_topic_and_a_quiet_week_bring_no_mail(self):
        Watch.objects.create(member=self.maya, topic=self.topic, level="muted")
        assert self.summarize() == []

    def test_sites_are_found_without_reading_all_posts_of_a_member(self):
        with CaptureQueriesContext(connection) as queries:
            digest.liveliest(self.maya, timezone.now())
        sites = queries[0]["sql"]
        assert "DISTINCT" not in sites
        assert sites.count("EXISTS") == 2

    def test_claiming_takes_the_same_queries_for_any_number_of_topics(self):
        Member.objects.filter(pk=self.maya.pk).update(digest_at=timezone.now())
        with self.assertNumQueries(7):
            tasks.digest.claim(self.maya.pk)
        for number in range(10):
            create_topic(self.board, self.omar, f"Topic {number}")
        with self.assertNumQueries(7):
            tasks.digest.claim(self.maya.pk)
