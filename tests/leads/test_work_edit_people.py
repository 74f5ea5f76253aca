"""Concurrent edits of a person or a form: no silent overwrite, and an entry on the timeline."""

from leads.models import Event, Person
from tests import factories
from tests.base import StaffTestCase


def sent_by(*forms):
    """Return the data that a browser submits for the unchanged `forms`."""
    values = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    for bound in (form[name] for form in forms for name in form.fields):
        if bound.field.show_hidden_initial:
            shown = bound.form.data.get(bound.html_initial_name, bound.initial)
            values[bound.html_initial_name] = "" if shown is None else shown
    return {
        name: value
        for name, value in values.items()
        if value or type(value) is int or name.startswith("initial-")
    }


class EditPersonTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)
        self.lead = factories.create_lead()
        self.person = Person.objects.create(name="Kim Example", email="kim@example.com")
        self.lead.person = self.person
        self.lead.save()
        self.page = f"/admin/leads/person/{self.person.pk}/change/"

    def opened(self):
        """Return the data of the page's form when it is opened."""
        return sent_by(self.client.get(self.page).context["adminform"].form)

    def test_edit_is_on_the_timeline_without_values(self):
        response = self.client.post(self.page, self.opened() | {"phone": "+1 404 555 0100"})
        assert response.status_code == 302, response.context["adminform"].errors
        event = Event.objects.get(kind=Event.Kind.EDITED)
        assert (event.lead, event.actor, event.text) == (self.lead, self.alice, "Person: phone")

    def test_unchanged_form_leaves_no_event(self):
        assert self.client.post(self.page, self.opened()).status_code == 302
        assert not Event.objects.filter(kind=Event.Kind.EDITED).exists()

    def test_second_editor_sees_both_values(self):
        mine = self.opened() | {"name": "Kim B. Example"}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        response = self.client.post(self.page, mine)
        self.assertContains(response, "Stored now: <strong>Kim A. Example</strong>")
        self.assertContains(response, "Yours: <strong>Kim B. Example</strong>")
        self.assertContains(response, 'value="Kim B. Example"')
        self.person.refresh_from_db()
        assert self.person.name == "Kim A. Example"

    def conflict(self):
        """Return the data of the conflict page after two people changed the name."""
        mine = self.opened() | {"name": "Kim B. Example"}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        return sent_by(self.client.post(self.page, mine).context["adminform"].form)

    def test_second_save_stores_the_typed_value(self):
        assert self.client.post(self.page, self.conflict()).status_code == 302
        self.person.refresh_from_db()
        assert self.person.name == "Kim B. Example"

    def test_stored_value_is_kept_when_chosen(self):
        sent = self.conflict() | {"choice_name": "stored", "phone": "+1 404 555 0100"}
        assert self.client.post(self.page, sent).status_code == 302
        self.person.refresh_from_db()
        assert (self.person.name, self.person.phone) == ("Kim A. Example", "+1 404 555 0100")
        assert Event.objects.get(kind=Event.Kind.EDITED).text == "Person: phone"

    def test_different_fields_are_both_kept(self):
        mine = self.opened() | {"phone": "+1 404 555 0100"}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        assert self.client.post(self.page, mine).status_code == 302
        self.person.refresh_from_db()
        assert (self.person.name, self.person.phone) == ("Kim A. Example", "+1 404 555 0100")
        assert Event.objects.get(kind=Event.Kind.EDITED).text == "Person: phone"

    def test_form_without_a_version_overwrites_nothing(self):
        mine = self.opened() | {"name": "Kim B. Example", "opened_version": ""}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        self.assertContains(self.client.post(self.page, mine), "Someone saved this")

    def test_deleted_row_is_not_restored(self):
        mine = self.opened()
        self.lead.person = None
        self.lead.save()
        Person.objects.filter(pk=self.person.pk).delete()
        response = self.client.post(self.page, mine)
        assert response.status_code == 302  # Django redirects to the list
        assert not Person.objects.exists()


class AddPersonTestCase(StaffTestCase):
    def test_a_value_that_is_no_key_of_a_company_is_refused(self):
        self.client.force_login(self.alice)
        for value in ("0x1", "9" * 30, "9" * 5000, "-1", "1.5", "\x00"):
            answers = {"name": "Nora", "email": "nora@example.com", "company": value}
            response = self.client.post("/admin/leads/person/add/", answers)
            self.assertContains(response, 'id="id_company_error"')


class EditFormTestCase(StaffTestCase):
    def test_concurrent_edit_of_a_question_is_detected(self):
        self.client.force_login(self.bob)
        form = factories.create_form(brand=self.brand)
        page = f"/admin/leads/inquiryform/{form.pk}/change/"
        context = self.client.get(page).context
        rows = context["inline_admin_formsets"][0].formset
        mine = sent_by(context["adminform"].form, rows.management_form, *rows.forms)
        mine |= {"purpose": "To answer.", "thank_you": "Thanks.", "news_wording": "News."}
        assert self.client.post(page, mine).status_code == 302
        response = self.client.post(page, mine)
        self.assertContains(response, "Someone saved this")
        again = response.context["adminform"].form["opened_version"].value()
        response = self.client.post(page, mine | {"opened_version": again})
        assert response.status_code == 302, response.context["errors"]
