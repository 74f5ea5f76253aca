"""Take the next inquiry: the earliest promise first, and never for two people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connections
from django.test import TransactionTestCase
from django.utils import timezone

from contactatonce.brands.sites import load_sites
from leads.models import Event, Lead
from leads.services import work
from tests import factories
from tests.base import StaffTestCase


class NextTestCase(StaffTestCase):
    def test_next_assigns_the_earliest_promised_lead(self):
        now = timezone.now()
        for hours in (2, 5, 3):
            inquiry = factories.create_inquiry(received_at=now - timedelta(days=hours))
            factories.create_lead(inquiry=inquiry)
        oldest = Lead.objects.order_by("answer_by").first()
        self.client.force_login(self.alice)
        response = self.client.post("/admin/leads/lead/next/")
        assert response["Location"] == f"/admin/leads/lead/{oldest.pk}/change/"
        oldest.refresh_from_db()
        assert (oldest.owner, oldest.state) == (self.alice, Lead.State.OPEN)

    def test_next_skips_owned_answered_and_quarantined_leads(self):
        factories.create_lead(owner=self.adam)
        factories.create_lead(first_answered_at=timezone.now())
        factories.create_lead(state=Lead.State.WON)
        factories.create_lead(quarantined_at=timezone.now())
        self.client.force_login(self.alice)
        response = self.client.post("/admin/leads/lead/next/", follow=True)
        self.assertContains(response, "Nothing is waiting")
        assert not Event.objects.exists()

    def test_next_by_get_changes_nothing(self):
        lead = factories.create_lead()
        self.client.force_login(self.alice)
        assert self.client.get("/admin/leads/lead/next/").status_code == 405
        lead.refresh_from_db()
        assert lead.owner is None


class AtOnceTestCase(TransactionTestCase):
    def test_concurrent_users_never_get_the_same_lead(self):
        load_sites()
        people = [
            factories.create_staff(f"s{number}@example.com", f"S{number}", role=None)
            for number in range(10)
        ]
        for _ in range(35):
            factories.create_lead()

        def take_four(person):
            try:
                return [work.claim_next(actor=person) for _ in range(4)]
            finally:
                connections.close_all()

        with ThreadPoolExecutor(10) as pool:
            taken = [lead for batch in pool.map(take_four, people) for lead in batch if lead]
        assert len({lead.pk for lead in taken}) == len(taken) == 35
        assigned = Event.objects.filter(kind=Event.Kind.ASSIGNED)
        assert assigned.count() == assigned.values("lead").distinct().count() == 35
