"""Notices: on every page of every site, ahead of what they announce (P23, P32)."""

from datetime import timedelta

import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.models import Notice, Suppression
from privacy.outreach import notices, opt_outs
from privacy.outreach.opt_outs import Use
from tests.base import HOSTS
from tests.privacy.cases import PublishedTestCase, publish


def change_of_control(**fields) -> Notice:
    now = timezone.now()
    return Notice(
        **{
            "title": "Contact At Once! joins Example Holdings",
            "text": "**Example Holdings** will hold your data. You can have it deleted first.",
            "starts_at": now,
            "effective_at": now + timedelta(days=20),
            "ends_at": now + timedelta(days=40),
            **fields,
        }
    )


class NoticeOnPagesTestCase(PublishedTestCase):
    def test_material_version_is_announced_on_every_page(self):
        version = publish()
        for host in HOSTS:
            for page in ("/", "/terms/", "/privacy/opt-out/"):
                response = self.client.get(page, headers={"host": host})
                with self.subTest(host=host, page=page):
                    self.assertContains(response, "Privacy policy: a new version from")
                    self.assertContains(response, "A sentence is added.")
                    self.assertContains(response, 'href="/privacy/versions/2/changes/"')
                    self.assertEqual(dict(response.cookies), {})
        self.assertEqual(version.notice.starts_at, version.announced_at)

    def test_the_notice_costs_a_warm_page_no_query(self):
        self.client.get("/privacy/versions/")
        publish()
        self.client.get("/privacy/versions/")
        with self.assertNumQueries(0):
            self.assertContains(self.client.get("/privacy/versions/"), "announcement")

    def test_notice_ends_two_weeks_after_the_version_took_effect(self):
        version = publish()
        last = version.effective_at + timedelta(days=14)
        for moment, count in ((last - timedelta(seconds=1), 1), (last, 0)):
            with time_machine.travel(moment, tick=False):
                self.assertEqual(len(notices.running()), count)

    def test_a_change_of_control_is_announced_in_the_same_way(self):
        notices.post(notice=change_of_control())
        for host in HOSTS:
            response = self.client.get("/privacy/data/", headers={"host": host})
            self.assertContains(response, "Contact At Once! joins Example Holdings")
            self.assertContains(response, "<strong>Example Holdings</strong>")

    def test_a_change_of_control_needs_fourteen_days_too(self):
        now = timezone.now()
        for fields in (
            {"effective_at": now + timedelta(days=13)},
            {"ends_at": now + timedelta(days=15)},
            {"starts_at": now - timedelta(days=30)},
        ):
            with self.assertRaises(ValidationError):
                notices.post(notice=change_of_control(**fields))
        self.assertFalse(Notice.objects.exists())

    def test_the_database_refuses_a_notice_that_comes_too_late(self):
        notice = change_of_control(effective_at=timezone.now() + timedelta(days=13))
        with self.assertRaises(IntegrityError), transaction.atomic():
            notice.save()

    def test_published_notice_cannot_be_changed(self):
        notice = notices.post(notice=change_of_control())
        notice.title = "Nothing happens"
        with self.assertRaises(TypeError):
            notice.save()

    def test_planned_notice_is_hidden_and_editable(self):
        now = timezone.now()
        notice = notices.post(
            notice=change_of_control(
                starts_at=now + timedelta(days=3), effective_at=now + timedelta(days=20)
            )
        )
        self.assertNotContains(self.client.get("/terms/"), "Example Holdings")
        notice.title = "Another title"
        notice.save()


class NoticeLetterTestCase(PublishedTestCase):
    def test_notice_letter_has_change_date_and_opt_out(self):
        version = publish()
        address = "nora@example.com"
        message = notices.letter(
            version.notice,
            to=address,
            brand=self.brand,
            message_id="1@contactatonce.com",
            opt_out_url=opt_outs.link(address, brand=self.brand),
        )
        self.assertEqual(message.to, [address])
        self.assertIn("Privacy policy: a new version from", message.subject)
        html = message.alternatives[0][0]
        for text in (message.body, html):
            self.assertIn("A sentence is added.", text)
            self.assertIn("https://www.contactatonce.com/privacy/versions/2/changes/", text)
            self.assertIn("https://www.contactatonce.com/privacy/opt-out/", text)
            self.assertIn("11675 Great Oaks Way", text)
        self.assertNotIn("&#x27;", message.body)

    def test_notice_letter_respects_full_opt_outs(self):
        for address, scope in (("all@example.com", "all"), ("news@example.com", "news")):
            opt_outs.suppress(address=address, scope=scope, reason=Suppression.Reason.LINK)
        asked = ["all@example.com", "news@example.com", "nora@example.com"]
        with self.assertNumQueries(2):
            found = opt_outs.mailable_among(asked, use=Use.NOTICE, brand=self.brand)
        self.assertEqual(found, {"news@example.com", "nora@example.com"})
