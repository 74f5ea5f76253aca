"""Bulk actions on inquiries."""

from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode

from django.utils import timezone

from leads.models import Company, Event, Inquiry, Lead, Person
from tests import factories
from tests.base import StaffTestCase

LIST = "/admin/leads/lead/"
CHANGED = "The list has changed since you opened it"


def canonical(query):
    return "?" + urlencode(sorted(parse_qsl(query[1:])))


class ManyTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def lead(self, name, **fields):
        inquiry = factories.create_inquiry(name=name, brand=self.brand)
        return factories.create_lead(inquiry=inquiry, **fields)


class BulkTestCase(ManyTestCase):
    def do(self, action, leads, *, query="?tab=all", **fields):
        """Send the form as a page showed it, unless `fields` say otherwise."""
        data = {"action": action, "_selected_action": [0, *(lead.pk for lead in leads)]}
        shown = {"filter": canonical(query), "count": Lead.objects.count()}
        return self.client.post(f"{LIST}{query}", {**shown, **data, **fields}, follow=True)

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

    def test_page_carries_count_and_filter_through_the_confirmation(self):
        leads = [self.lead("One"), self.lead("Two")]
        page = self.client.get(f"{LIST}?tab=all&state=new")
        self.assertContains(page, 'name="filter" value="?state=new&amp;tab=all"')
        self.assertContains(page, 'name="count" value="2"')
        page = self.do("move", leads, query="?tab=all&state=new", index=0)
        self.assertContains(page, "Tab: All · State: New")
        self.assertContains(page, 'name="filter" value="?state=new&amp;tab=all"')
        self.assertContains(page, 'name="count" value="2"')

    def test_a_list_that_changed_is_not_acted_on(self):
        leads = [self.lead("One"), self.lead("Two")]
        sent = {"confirmed": 1, "owner_id": self.adam.pk}
        one_more = {"select_across": 1, "count": 1}
        no_count = {"select_across": 1, "count": ""}
        for fields in (one_more, no_count, {"filter": "?tab=new"}, {"filter": ""}):
            self.assertContains(self.do("assign", leads, **sent, **fields), CHANGED)
        Lead.objects.filter(pk=leads[0].pk).update(state="won")  # by a colleague
        self.assertContains(self.do("assign", leads, query="?tab=new", **sent), CHANGED)
        for query in ("?tab=gone", "?tab=all&owner=999999", "?tab=all&x=1"):
            self.assertContains(self.do("assign", leads, query=query, **sent), CHANGED)
        assert not Lead.objects.filter(owner=self.adam).exists()

    def test_assigning_many_needs_a_choice(self):
        lead = self.lead("One", owner=self.alice)
        page = self.do("assign", [lead], index=0)
        self.assertContains(page, '<option value="" selected>Choose …</option>')
        page = self.do("assign", [lead], confirmed=1, owner_id="")
        self.assertContains(page, "Choose the new owner.", status_code=422)
        self.do("assign", [lead], confirmed=1, owner_id="nobody")
        lead.refresh_from_db()
        assert lead.owner is None

    def test_only_reachable_states_are_offered(self):
        leads = [self.lead("One", state="contacted"), self.lead("Two", state="won")]
        page = self.do("move", leads, index=0).content.decode()
        for state in ("open", "qualified", "won", "lost", "not_a_lead"):
            assert f'<option value="{state}">' in page
        for state in ("new", "contacted"):
            assert f'<option value="{state}">' not in page

    def test_above_ten_thousand_the_page_says_why_not_all(self):
        for number in range(4):
            self.lead(f"New {number}")
        with patch("contactatonce.lib.admin.lists.MOST_COUNTED", 3):
            page = self.client.get(f"{LIST}?tab=all")
        self.assertContains(page, "All at once: up to 3, so filter first.")
        self.assertNotContains(page, "select_across")

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
        fields = {"select_across": 1, "confirmed": 1, "owner_id": self.adam.pk, "count": 4}
        self.do("assign", [], query=query, **fields)
        assert set(Lead.objects.filter(owner=self.adam).values_list("state", flat=True)) == {"new"}
        assert Lead.objects.filter(owner=self.adam).count() == 4

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
