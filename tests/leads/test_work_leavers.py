"""The open inquiries of someone who left are asked about, found, and handed over."""

from contactatonce.lib.timed_cache import TimedCache
from leads.models import Event, Lead
from leads.services import today
from tests import factories
from tests.base import StaffTestCase, confirm_access

LIST = "/admin/leads/lead/"


class LeaverTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.sam = factories.create_staff("sam@example.com", "Sam", role="Sales")
        answered = {"first_answered_at": "2026-11-30 12:00Z", "state": "contacted"}
        self.leads = [
            factories.create_lead(owner=self.sam, state="open"),
            factories.create_lead(owner=self.sam, **answered),
        ]
        factories.create_lead(owner=self.sam, state="won")
        self.path = f"{LIST}hand-over/{self.sam.pk}/"
        self.client.force_login(self.adam)

    def leave(self):
        confirm_access(self.client)
        page = self.client.get(f"/admin/accounts/user/{self.sam.pk}/change/")
        form = page.context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields}
        sent |= {form[name].html_initial_name: sent[name] for name in form.fields}
        sent = {name: value for name, value in sent.items() if name not in ("is_active",)}
        response = self.client.post(f"/admin/accounts/user/{self.sam.pk}/change/", sent)
        TimedCache.clear_all()
        self.sam.refresh_from_db()
        return response

    def hand_over(self, to):
        return self.client.post(self.path, {"to": to})

    def test_deactivation_asks_who_takes_over(self):
        response = self.leave()
        assert not self.sam.is_active
        assert response["Location"] == self.path
        page = self.client.get(self.path)
        self.assertContains(page, "2 open inquiries")
        self.assertContains(page, "no longer works here")

    def test_deactivation_without_open_work_asks_nothing(self):
        Lead.objects.update(state="won")
        assert self.leave()["Location"] == "/admin/accounts/user/"

    def test_a_colleague_takes_over_what_is_open(self):
        self.hand_over(str(self.alice.pk))
        owners = Lead.objects.order_by("pk").values_list("owner__display_name", flat=True)
        assert list(owners) == ["Alice", "Alice", "Sam"]
        event = self.leads[0].events.get(kind=Event.Kind.ASSIGNED)
        assert (event.assignee, event.actor, event.cause) == (self.alice, self.adam, "hand-over")

    def test_what_is_released_waits_for_the_next_one_to_take_it(self):
        self.hand_over("queue")
        unanswered, answered = (Lead.objects.get(pk=lead.pk) for lead in self.leads)
        assert (unanswered.owner, unanswered.state) == (None, "new")
        assert (answered.owner, answered.state) == (None, "contacted")
        assert Lead.objects.waiting().get() == unanswered

    def test_nothing_is_handed_over_without_a_choice(self):
        assert self.hand_over("").status_code == 422
        assert self.hand_over(str(self.sam.pk)).status_code == 422
        assert self.hand_over(str(self.bob.pk)).status_code == 422
        assert Lead.objects.filter(owner=self.sam).count() == 3

    def test_filter_and_figure_find_what_a_leaver_owns(self):
        TimedCache.clear_all()
        assert today.figures(self.adam.pk).counts["left"] == 0
        self.leave()
        assert today.figures(self.adam.pk).counts["left"] == 2
        self.assertContains(self.client.get("/admin/"), "Of colleagues who left")
        for value, number in ((self.sam.pk, 3), ("left", 2)):
            page = self.client.get(f"{LIST}?tab=all&owner={value}")
            assert len(page.context["cl"].result_list) == number
        self.assertContains(page, "Sam (left)")

    def test_only_those_who_work_on_inquiries_hand_over(self):
        for user, status in ((self.alice, 200), (self.dora, 403), (self.erin, 403)):
            self.client.force_login(user)
            assert self.client.get(self.path).status_code == status
        self.client.force_login(self.alice)
        assert self.client.get(f"{LIST}hand-over/99999/").status_code == 404
