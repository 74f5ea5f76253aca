"""The pages of people and companies: name, newest inquiries, people, timeline; always bounded."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Company, Event, Lead, Person
from privacy.models import Consent
from privacy.outreach import consents
from tests import factories
from tests.base import StaffTestCase

from .test_work_edit_people import sent_by


class PeoplePagesTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)
        self.company = Company.objects.create(name="Peach State Motors", size="51-200")
        self.person = Person.objects.create(
            name="Maria Example", email="maria@example.com", company=self.company
        )
        self.pages = (
            f"/admin/leads/person/{self.person.pk}/change/",
            f"/admin/leads/company/{self.company.pk}/change/",
        )

    def inquire(self, count):
        """Store inquiries of the person, each with a note and a correction."""
        for number in range(count):
            lead = factories.create_lead(person=self.person, company=self.company, owner=self.alice)
            lead.inquiry.corrections.create(message=f"Corrected words {number}")
            Event.objects.create(
                lead=lead, kind=Event.Kind.NOTE, actor=self.alice, text=f"Note {number}"
            )
        return Lead.objects.order_by("pk").first()

    def test_the_name_is_the_title(self):
        for page, name in zip(self.pages, ("Maria Example", "Peach State Motors"), strict=True):
            response = self.client.get(page)
            self.assertContains(response, f"<h1>{name}</h1>", html=True)
            self.assertContains(response, f"<title>{name} | ")

    def test_inquiries_are_links_with_their_first_words(self):
        lead = self.inquire(1)
        for page in self.pages:
            response = self.client.get(page)
            link = f'href="/admin/leads/lead/{lead.pk}/change/">#{lead.inquiry.reference}</a>'
            self.assertContains(response, link)
            self.assertContains(response, "Corrected words 0")
            self.assertContains(response, "Note 0")

    def test_the_newest_twenty_are_shown_and_the_rest_is_linked(self):
        self.inquire(25)
        for page, kind in zip(self.pages, (self.person, self.company), strict=True):
            response = self.client.get(page)
            self.assertContains(response, 'class="cell-who"', count=20)
            link = f"?tab=all&amp;{kind._meta.model_name}={kind.pk}"
            self.assertContains(response, f'{link}">All 25 in the work queue</a>')

    def test_cost_does_not_grow_with_the_inquiries(self):
        self.inquire(10)
        few = [self.cost(page) for page in (*self.pages, *self.pages)][2:]  # the caches are full
        self.inquire(190)
        Person.objects.bulk_create(Person(name="Kim", company=self.company) for _ in range(60))
        many = [self.cost(page) for page in self.pages]
        assert few == many

    def cost(self, page):
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(page)
        assert response.status_code == 200
        assert len(response.content) < 120_000, len(response.content)
        return len(queries)

    def test_a_company_with_many_inquiries_is_saved(self):
        self.inquire(200)
        with self.settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=20):
            form = self.client.get(self.pages[1]).context["adminform"].form
            answer = self.client.post(self.pages[1], sent_by(form) | {"name": "Peach State"})
        assert answer.status_code == 302, answer.status_code
        assert Company.objects.get().name == "Peach State"

    def test_a_company_shows_its_people(self):
        response = self.client.get(self.pages[1])
        self.assertContains(response, f'href="{self.pages[0]}">Maria Example</a>')
        self.assertContains(response, f"?company__id__exact={self.company.pk}")
        listed = self.client.get(f"/admin/leads/person/?company__id__exact={self.company.pk}")
        assert [row.pk for row in listed.context["cl"].result_list] == [self.person.pk]

    def test_the_timeline_is_paged(self):
        self.inquire(31)
        second = self.client.get(f"{self.pages[1]}?events=2")
        self.assertContains(second, ">Note 0<")
        self.assertNotContains(second, ">Note 30<")

    def test_news_consent_is_shown(self):
        self.assertContains(self.client.get(self.pages[0]), "No consent: answer inquiries")
        consents.give(
            email="maria@example.com",
            purpose=Consent.Purpose.NEWS,
            wording="Yes",
            how="Form contact",
            where="/contact/",
            brand=self.brand,
            given_at=timezone.now(),
        )
        self.assertContains(self.client.get(self.pages[0]), "Consented on")

    def test_the_queue_is_filtered_by_person_and_company(self):
        lead = self.inquire(1)
        factories.create_lead()
        for query in (f"person={self.person.pk}", f"company={self.company.pk}"):
            assert self.listed(query) == [lead.pk]
        for query in ("person=999999", "person=x", f"company={'9' * 18}"):
            assert self.listed(query) == []
        assert len(self.listed("person=&company=")) == 2

    def listed(self, query):
        response = self.client.get(f"/admin/leads/lead/?tab=all&{query}")
        return [row.pk for row in response.context["cl"].result_list]

    def test_the_list_of_companies_shows_labels(self):
        self.assertContains(self.client.get("/admin/leads/company/"), "51 to 200 people")
