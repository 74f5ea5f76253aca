"""Staff read names; logs keep keys only."""

from django.contrib.admin.models import LogEntry

from leads.models import Company, Person
from tests.base import StaffTestCase


class LabelTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.adam)
        self.company = Company.objects.create(name="Example Motors")
        self.person = Person.objects.create(name="Kim Example", company=self.company)
        self.page = f"/admin/leads/person/{self.person.pk}/"

    def test_pages_show_the_label(self):
        change = self.client.get(f"{self.page}change/")
        self.assertContains(change, "<title>Kim Example | ")
        self.assertContains(change, "› Kim Example</div>")
        self.assertContains(change, ">Example Motors</option>")
        self.assertContains(self.client.get(f"{self.page}delete/"), "“Kim Example” for good?")
        self.assertContains(self.client.get(f"{self.page}history/"), "History of Kim Example")

    def test_suggestions_show_the_label(self):
        asked = {"term": "exam", "app_label": "leads", "model_name": "person"}
        found = self.client.get("/admin/autocomplete/", asked | {"field_name": "company"}).json()
        assert [row["text"] for row in found["results"]] == ["Example Motors"]

    def test_message_shows_the_label_and_the_log_the_key(self):
        form = self.client.get(f"{self.page}change/").context["adminform"].form
        sent = {
            "name": "Kim B. Example",
            "company": self.company.pk,
            "opened_version": form["opened_version"].value(),
        }
        answer = self.client.post(f"{self.page}change/", sent, follow=True)
        self.assertContains(answer, "Kim B. Example</a>” was changed successfully.")
        assert LogEntry.objects.get().object_repr == f"Person {self.person.pk}"
