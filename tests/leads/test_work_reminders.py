"""Reminders of next steps by mail, and the calendar of one's own."""

from datetime import date, time, timedelta

import time_machine
from django.core import mail
from django.test import Client, override_settings

from leads import tasks
from leads.models import Activity, CalendarFeed, Lead
from leads.services import activities, work
from leads.services.activities import Step
from tests import factories
from tests.base import StaffTestCase, run_jobs

EARLIER = "2026-11-30 15:00Z"
BEFORE, AFTER = "2026-12-01 12:59Z", "2026-12-01 13:01Z"  # 8 o'clock in Atlanta
TODAY = date(2026, 12, 1)


@override_settings(SIGN_IN_ORIGIN="https://www.contactatonce.com")
class StepsTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead(owner=self.alice)
        self.reference = self.lead.inquiry.reference

    def plan(self, moment=EARLIER, **fields):
        with time_machine.travel(moment, tick=False):
            step = Step(**{"due_on": TODAY, "text": "Ask Nora", **fields})
            return activities.plan(lead_id=self.lead.pk, actor=self.alice, step=step)

    def run_at(self, moment):
        with time_machine.travel(moment, tick=False):
            tasks.remind_of_steps()
            run_jobs()
        return [(letter.to, letter.subject) for letter in mail.outbox]


class ReminderTestCase(StepsTestCase):
    def test_a_step_without_a_time_is_announced_in_the_morning_once(self):
        self.plan()
        assert self.run_at(BEFORE) == []
        letters = [(["alice@example.com"], "A next step is due")]
        assert self.run_at(AFTER) == letters
        assert self.run_at("2026-12-01 13:06Z") == letters
        body = mail.outbox[0].body
        assert f"Call: inquiry {self.reference}" in body
        assert f"https://www.contactatonce.com/admin/leads/lead/{self.lead.pk}/change/" in body
        assert "Nora" not in body

    def test_several_steps_of_one_colleague_are_one_letter(self):
        self.plan()
        self.plan(kind="mail")
        assert [subject for _, subject in self.run_at(AFTER)] == ["2 next steps are due"]

    def test_a_step_with_a_time_is_announced_at_that_time(self):
        self.plan(due_time=time(14, 30))
        assert self.run_at("2026-12-01 19:29Z") == []
        assert len(self.run_at("2026-12-01 19:31Z")) == 1
        assert "Call, 2:30 PM" in mail.outbox[0].body

    def test_nothing_is_announced_that_needs_no_reminder(self):
        done = self.plan()
        activities.finish(lead_id=self.lead.pk, activity_id=done.pk, actor=self.alice)
        self.plan("2026-12-01 13:00:30Z")  # for today, planned after eight
        self.plan(due_on=date(2026, 12, 9))
        assert self.run_at(AFTER) == []
        self.plan()
        Lead.objects.filter(pk=self.lead.pk).update(state="won")
        assert self.run_at(AFTER) == []

    def test_a_step_done_before_the_letter_leaves_is_left_out(self):
        step = self.plan()
        with time_machine.travel(AFTER, tick=False):
            tasks.remind_of_steps()
            activities.finish(lead_id=self.lead.pk, activity_id=step.pk, actor=self.alice)
            run_jobs()
        assert mail.outbox == []

    def test_a_leaver_gets_no_letter(self):
        self.plan()
        self.alice.is_active = False
        self.alice.save()
        assert self.run_at(AFTER) == []


class CalendarTestCase(StepsTestCase):
    page = "/admin/leads/lead/calendar/"

    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def read(self, secret):
        return Client(HTTP_HOST="www.contactatonce.com").get(f"/calendar/{secret}.ics")

    def test_the_calendar_has_kind_reference_and_time_only(self):
        self.plan()
        self.plan(kind="meeting", due_time=time(14, 30))
        self.client.post(self.page)
        feed = CalendarFeed.objects.get()
        self.assertContains(self.client.get(self.page), f"/calendar/{feed.secret}.ics")
        response = self.read(feed.secret)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        lines = response.content.decode().replace("\r\n ", "").split("\r\n")
        assert f"SUMMARY:Call: inquiry {self.reference}" in lines
        assert "DTSTART;VALUE=DATE:20261201" in lines
        assert "DTSTART:20261201T193000Z" in lines
        assert max(map(len, response.content.split(b"\r\n"))) <= 75
        assert b"Nora" not in response.content

    def test_only_own_open_steps_are_in_it(self):
        self.client.post(self.page)
        secret = CalendarFeed.objects.get().secret
        step = self.plan()
        assert b"VEVENT" in self.read(secret).content
        activities.finish(lead_id=self.lead.pk, activity_id=step.pk, actor=self.alice)
        assert b"VEVENT" not in self.read(secret).content
        self.plan()
        work.change(lead_id=self.lead.pk, actor=self.alice, owner_id=self.adam.pk)
        assert b"VEVENT" not in self.read(secret).content

    def test_a_new_address_ends_the_earlier_one(self):
        for _ in range(2):
            self.client.post(self.page)
            secret = CalendarFeed.objects.get().secret
            assert self.read(secret).status_code == 200
        assert self.read("0" * 32).status_code == 404
        self.alice.is_active = False
        self.alice.save()
        assert self.read(secret).status_code == 404

    def test_a_colleague_without_inquiries_has_no_calendar(self):
        self.client.force_login(self.bob)
        assert self.client.get(self.page).status_code == 403
        assert self.client.post(self.page).status_code == 403

    def test_queries_do_not_grow_with_the_steps(self):
        self.client.post(self.page)
        secret = CalendarFeed.objects.get().secret
        self.plan()
        self.read(secret)
        with self.assertNumQueries(2):
            self.read(secret)
        Activity.objects.bulk_create(
            Activity(lead=self.lead, due_on=TODAY + timedelta(days=day)) for day in range(50)
        )
        with self.assertNumQueries(2):
            self.read(secret)
