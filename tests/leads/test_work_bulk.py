"""Bulk actions on inquiries."""

from django.utils import timezone

from leads.models import Company, Event, Inquiry, Lead, Person
from tests import factories
from tests.base import StaffTestCase

LIST = "/admin/leads/lead/"


class ManyTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def lead(self, name, **fields):
        inquiry = factories.create_inquiry(name=name, brand=self.brand)
        return factories.create_lead(inquiry=inquiry, **fields)


class BulkTestCase(ManyTestCase):
    def do(self, action, leads, *, query="?tab=all", **fields):
        data = {"action": action, "_selected_action": [0, *(lead.pk for lead in leads)]}
        return self.client.post(f"{LIST}{query}", {**data, **fields}, follow=True)

    def test_bulk_action_asks_for_confirmation(self):
        leads = [self.lead("One"), self.lead("Two")]
        for action in ("assign", "move", "release_them", "no_leads"):
            response = self.do(action, leads, index=0)
            self.assertContains(response, "2 inquiries")
        assert not Event.objects.exists()

    def test_assignment_is_on_each_timeline(self):
        leads = [self.lead("One"), self.lead("Two"), self.lead("Three")]
        response = self.do("assign", leads[:2], confirmed=1, owner_id=self.adam.pk)
        self.assertContains(response, "2 inquiries changed.")
        assert Lead.objects.filter(owner=self.adam, version=2).count() == 2
        told = Event.objects.values_list("kind", "assignee", "actor", "cause")
        assert list(told) == [("assigned", self.adam.pk, self.alice.pk, "bulk action")] * 2

    def test_bulk_move_reports_refused_leads(self):
        leads = [self.lead("One"), self.lead("Two", state="won")]
        response = self.do("move", leads, confirmed=1, state="contacted")
        self.assertContains(response, "1 inquiry changed.")
        self.assertContains(response, f"{leads[1].inquiry.reference}: It is won")
        assert {lead.state for lead in Lead.objects.all()} == {"contacted", "won"}

    def test_losing_many_needs_a_reason(self):
        lead = self.lead("One")
        response = self.do("move", [lead], confirmed=1, state="lost")
        self.assertContains(response, "Say why they were lost.", status_code=422)
        self.do("move", [lead], confirmed=1, state="lost", lost_reason="price")
        lead.refresh_from_db()
        assert (lead.state, lead.lost_reason) == ("lost", "price")

    def test_release_and_spam(self):
        held = [self.lead(name, quarantined_at=timezone.now()) for name in ("One", "Two")]
        self.do("release_them", held[:1], confirmed=1)
        self.do("no_leads", held[1:], confirmed=1)
        held[0].refresh_from_db()
        held[1].refresh_from_db()
        assert (held[0].released_at is not None, held[1].state) == (True, "not_a_lead")
        assert not Lead.objects.quarantined().exists()

    def test_select_all_covers_the_filtered_list(self):
        for number in range(4):
            self.lead(f"New {number}")
        self.lead("Won", state="won")
        query = "?tab=all&state=new"
        self.do("assign", [], query=query, select_across=1, confirmed=1, owner_id=self.alice.pk)
        assert set(Lead.objects.filter(owner=self.alice).values_list("state", flat=True)) == {"new"}
        assert Lead.objects.filter(owner=self.alice).count() == 4

    def test_empty_selection_gets_a_message(self):
        self.lead("One")
        self.assertContains(self.do("assign", [], index=0), "Select at least one inquiry.")

    def test_readers_have_no_bulk_actions(self):
        lead = self.lead("One")
        self.client.force_login(self.dora)
        self.do("assign", [lead], confirmed=1, owner_id=self.dora.pk)
        lead.refresh_from_db()
        assert lead.owner is None


class PeopleTestCase(ManyTestCase):
    def test_person_and_company_show_their_inquiries(self):
        company = Company.objects.create(name="Whitfield Motors")
        person = Person.objects.create(name="Nora", email="nora@example.com", company=company)
        lead = self.lead("Nora", person=person, company=company)
        for path in (f"person/{person.pk}", f"company/{company.pk}"):
            response = self.client.get(f"/admin/leads/{path}/change/")
            self.assertContains(response, lead.inquiry.reference)
        assert self.client.get("/admin/leads/person/?q=NORA").context["cl"].result_count == 1
        assert self.client.get("/admin/leads/company/?q=whitfield").context["cl"].result_count == 1

    def test_inquiries_cannot_be_deleted(self):
        lead = self.lead("Nora")
        self.client.force_login(self.adam)
        assert self.client.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Inquiry.objects.exists()
