"""Figures of the start page match a recount and take a fixed number of queries."""

import random
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.directory import directory, zone_of_office
from leads.models import Lead
from leads.services import today
from leads.services.staff import leavers, owners
from tests import factories
from tests.base import StaffTestCase

from .volume import fill


class FiguresTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.enterContext(timezone.override(zone_of_office(None)))  # as in the admin

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        fill(600, owners=[cls.alice, cls.adam])
        draw, now = random.Random(3), timezone.now()
        for _ in range(60):  # a busy month on top of two years
            inquiry = factories.create_inquiry(
                received_at=now - timedelta(hours=draw.randrange(1, 700))
            )
            hours = draw.choice([None, 1, 200])
            state = draw.choice(["new", "contacted", "won", "not_a_lead"])
            is_held = state in {"new", "not_a_lead"} and draw.random() < 0.4
            factories.create_lead(
                inquiry=inquiry,
                state=state,
                quarantined_at=now if is_held else None,
                first_answered_at=hours and inquiry.received_at + timedelta(hours=hours),
            )

    def test_the_chart_and_the_share_equal_a_recount(self):
        figures = today.figures(self.alice.pk)
        days, owed, in_time = Counter(), 0, 0
        for lead in Lead.objects.select_related("inquiry__brand"):
            received_on = timezone.localdate(lead.inquiry.received_at)
            is_old = received_on <= timezone.localdate() - timedelta(days=30)
            if is_old or lead.state == "not_a_lead":
                continue
            days[received_on, lead.inquiry.brand.name] += not lead.is_quarantined
            answered = lead.first_answered_at
            owed += bool(answered) or lead.answer_by < timezone.now()
            in_time += bool(answered and answered <= lead.answer_by)
        told = {
            (day, name): number
            for day, numbers, _ in figures.chart.rows
            for (name, _), number in zip(figures.chart.series, numbers, strict=True)
            if number
        }
        assert told == {day: number for day, number in days.items() if number}
        assert len(told) > 20
        assert (figures.answers_owed, figures.answered_in_time) == (owed, in_time)
        assert figures.received == sum(days.values())

    def test_the_start_page_links_each_figure_to_its_list(self):
        self.client.force_login(self.alice)
        page = self.client.get("/admin/").content.decode()
        for tab in ("new", "mine", "due", "overdue", "quarantine"):
            assert f'href="/admin/leads/lead/?tab={tab}"' in page
        for tab, number in today.figures(self.alice.pk).counts.items():
            assert f'<span class="figure-number">{number}</span>' in page, tab
        assert "<svg" in page
        assert "Show as a table" in page

    def test_failed_jobs_are_linked_for_users_who_may_view_them(self):
        DBTaskResult.objects.create(
            status="FAILED", args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="x"
        )
        self.client.force_login(self.adam)
        self.assertContains(self.client.get("/admin/"), 'href="/admin/jobs/job/?state=failed"')
        assert today.figures(self.adam.pk).counts["failed"] == 1
        self.client.force_login(self.alice)
        self.assertNotContains(self.client.get("/admin/"), "/admin/jobs/job/")

    def test_figures_take_four_queries(self):
        directory.clear()
        directory.get()
        owners.get()
        leavers.get()
        with CaptureQueriesContext(connection) as queries:
            today.figures(self.alice.pk)
        assert len(queries) == 4

    def test_figures_need_the_view_permission(self):
        for user in (self.bob, self.charlie, self.erin):
            self.client.force_login(user)
            with patch("leads.templatetags.work.figures") as figures:
                page = self.client.get("/admin/").content.decode()
            assert "Today’s work" not in page, user
            assert not figures.called, user
