"""The page before a deletion says in words and bounded numbers what happens to other rows."""

from unittest import mock

from contactatonce.lib.admin import deletions
from leads.models import Company, Event, InquiryForm, Lead, Person
from tests import factories
from tests.base import StaffTestCase


class DeleteTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.adam)
        self.company = Company.objects.create(name="Example Motors")
        self.person = Person.objects.create(name="Kim Example", company=self.company)

    def inquire(self, count):
        for _ in range(count):
            factories.create_lead(person=self.person, company=self.company)

    def test_rows_that_lose_their_link_are_counted(self):
        self.inquire(13)
        page = self.client.get(f"/admin/leads/company/{self.company.pk}/delete/")
        self.assertContains(page, "“Example Motors” for good?")
        self.assertContains(page, "<li>13 inquiries will have no company.</li>", html=True)
        self.assertContains(page, "<li>1 person will have no company.</li>", html=True)

    def test_a_refusal_counts_and_says_what_to_do_instead(self):
        self.inquire(3)
        form = InquiryForm.objects.get()
        with mock.patch.object(deletions, "MOST_COUNTED", 2):
            page = self.client.get(f"/admin/leads/inquiryform/{form.pk}/delete/")
        self.assertContains(page, "<li>2+ inquiries refer to it.</li>", html=True)
        self.assertContains(page, "Close it instead")
        assert not page.context["deleted_objects"]
        self.client.post(f"/admin/leads/inquiryform/{form.pk}/delete/", {"post": "yes"})
        assert InquiryForm.objects.exists()

    def test_a_deletion_of_many_names_twenty(self):
        rows = Person.objects.bulk_create(Person(name=f"Person No. {n}") for n in range(30))
        chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
        page = self.client.post("/admin/leads/person/", chosen)
        self.assertContains(page, "<li>Person No.", count=20)
        self.assertContains(page, "and 10 more")
        self.client.post("/admin/leads/person/", chosen | {"post": "yes"})
        assert Person.objects.get() == self.person

    def test_timelines_keep_that_it_was_deleted(self):
        self.inquire(1)
        self.client.post(f"/admin/leads/person/{self.person.pk}/delete/", {"post": "yes"})
        event = Event.objects.get(kind=Event.Kind.EDITED)
        assert (event.lead, event.text) == (Lead.objects.get(), "Person: deleted")
