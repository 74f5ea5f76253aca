"""Next steps on an inquiry: several, planned and done, and the earliest decides when it is due."""

from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from leads.models import Activity, Event, Lead
from leads.models.activities import days_from
from leads.services import activities, work
from leads.services.activities import Step
from tests import factories
from tests.base import StaffTestCase

MONDAY = date(2026, 11, 30)


def test_days_from_skips_weekends():
    found = [days_from(date(2026, 12, day), 1) for day in range(3, 8)]  # Thursday to Monday
    assert [day.day for day in found] == [4, 7, 7, 7, 8]


class StepTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead()
        self.path = f"/admin/leads/lead/{self.lead.pk}/"
        self.client.force_login(self.alice)

    def plan(self, **fields):
        return self.client.post(
            f"{self.path}step/", {f"step-{name}": value for name, value in fields.items()}
        )

    def due_on(self):
        return Lead.objects.get(pk=self.lead.pk).next_step_on

    def test_the_earliest_open_step_is_the_date_of_the_inquiry(self):
        late = activities.plan(lead_id=self.lead.pk, actor=self.alice, step=Step(due_on=MONDAY))
        soon = activities.plan(
            lead_id=self.lead.pk, actor=self.alice, step=Step(due_on=date(2026, 11, 27))
        )
        assert self.due_on() == soon.due_on
        activities.finish(lead_id=self.lead.pk, activity_id=soon.pk, actor=self.adam)
        assert self.due_on() == late.due_on
        activities.finish(lead_id=self.lead.pk, activity_id=late.pk, actor=self.adam)
        assert self.due_on() is None
        assert set(Activity.objects.values_list("done_by", flat=True)) == {self.adam.pk}

    def test_done_leaves_a_line_and_is_refused_twice(self):
        step = Step(due_on=MONDAY, due_time=time(14, 30), text="ask for the budget")
        planned = activities.plan(lead_id=self.lead.pk, actor=self.alice, step=step)
        response = self.client.post(f"{self.path}done/", {"activity": str(planned.pk)}, follow=True)
        self.assertContains(response, "Nothing planned.")
        line = "Call on Mon, Nov 30, 2026, 2:30 PM: ask for the budget"
        told = Event.objects.order_by("pk").values_list("kind", "text")
        assert list(told) == [("next_step", line), ("step_done", line)]
        response = self.client.post(f"{self.path}done/", {"activity": str(planned.pk)}, follow=True)
        self.assertContains(response, "This step is done already.")
        assert Event.objects.count() == 2

    def test_quick_dates_and_a_typed_date(self):
        with time_machine.travel("2026-12-01 15:00Z", tick=False):
            self.client.force_login(self.alice)
            for fields, due_on in (
                ({"days": "0"}, "2026-12-01"),
                ({"days": "7", "kind": "meeting"}, "2026-12-08"),
                ({"days": "1", "due_on": "2027-01-05", "due_time": "09:15"}, "2027-01-05"),
            ):
                assert self.plan(**fields).status_code == 302, fields
                assert str(Activity.objects.latest("pk").due_on) == due_on, fields

    def test_a_date_that_is_missing_or_wrong_is_refused(self):
        for fields in ({"days": "date"}, {"due_on": "soon"}, {"due_time": "26:00"}, {"kind": "x"}):
            response = self.plan(text="Call back", **fields)
            self.assertContains(response, 'value="Call back"', status_code=422)
        assert not Activity.objects.exists()

    def test_a_step_of_another_inquiry_is_refused(self):
        other = factories.create_lead()
        planned = activities.plan(lead_id=other.pk, actor=self.alice, step=Step(due_on=MONDAY))
        self.client.post(f"{self.path}done/", {"activity": str(planned.pk)})
        planned.refresh_from_db()
        assert planned.done_at is None

    def test_open_steps_are_bounded(self):
        step = Step(due_on=MONDAY)
        for _ in range(activities.MOST_OPEN):
            activities.plan(lead_id=self.lead.pk, actor=self.alice, step=step)
        with pytest.raises(work.Refused, match="Finish one first"):
            activities.plan(lead_id=self.lead.pk, actor=self.alice, step=step)

    def test_the_list_shows_the_soonest_step(self):
        today = timezone.localdate()
        for text in ("Send prices", "Call back"):
            step = Step(due_on=today, kind="task", text=text)
            activities.plan(lead_id=self.lead.pk, actor=self.alice, step=step)
        page = self.client.get("/admin/leads/lead/?tab=due")
        self.assertContains(page, "Task: Send prices")
        self.assertNotContains(page, "Task: Call back")
