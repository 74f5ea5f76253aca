"""Two people edit one person or form: nobody overwrites unseen, and the timeline tells who did."""

from leads.models import Event, Person
from tests import factories
from tests.base import StaffTestCase


def sent_by(*forms):
    """Return what a browser sends of `forms`, unchanged."""
    values = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value or type(value) is int}


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
        """Return what the page's form holds when it is opened."""
        context = self.client.get(self.page).context
        [leads] = context["inline_admin_formsets"]
        return sent_by(context["adminform"].form, leads.formset.management_form)

    def test_an_edit_stands_on_the_timeline_without_the_values(self):
        response = self.client.post(self.page, self.opened() | {"phone": "+1 404 555 0100"})
        assert response.status_code == 302, response.context["adminform"].errors
        event = Event.objects.get(kind=Event.Kind.EDITED)
        assert (event.lead, event.actor, event.text) == (self.lead, self.alice, "Person: phone")

    def test_an_edit_that_changes_nothing_leaves_no_line(self):
        assert self.client.post(self.page, self.opened()).status_code == 302
        assert not Event.objects.filter(kind=Event.Kind.EDITED).exists()

    def test_the_second_of_two_editors_is_told_what_the_first_one_stored(self):
        mine = self.opened() | {"name": "Kim B. Example"}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        response = self.client.post(self.page, mine)
        self.assertContains(response, "“Name” is now “Kim A. Example”")
        self.assertContains(response, 'value="Kim B. Example"')
        self.person.refresh_from_db()
        assert self.person.name == "Kim A. Example"

    def test_who_has_read_it_may_save_over_it(self):
        mine = self.opened() | {"name": "Kim B. Example"}
        Person.objects.filter(pk=self.person.pk).update(name="Kim A. Example")
        again = self.client.post(self.page, mine).context["adminform"].form
        assert (
            self.client.post(self.page, mine | {"seen": again["seen"].value()}).status_code == 302
        )
        self.person.refresh_from_db()
        assert self.person.name == "Kim B. Example"

    def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(self):
        mine = self.opened() | {"name": "Kim B. Example", "seen": ""}
        self.assertContains(self.client.post(self.page, mine), "Somebody saved this")

    def test_a_row_that_somebody_deleted_is_not_brought_back(self):
        mine = self.opened()
        self.lead.person = None
        self.lead.save()
        Person.objects.filter(pk=self.person.pk).delete()
        response = self.client.post(self.page, mine)
        assert response.status_code == 302  # Django leads to the list: there is no such person
        assert not Person.objects.exists()


class EditFormTestCase(StaffTestCase):
    def test_a_question_that_a_colleague_added_is_noticed(self):
        self.client.force_login(self.bob)
        form = factories.create_form(brand=self.brand)
        page = f"/admin/leads/inquiryform/{form.pk}/change/"
        context = self.client.get(page).context
        rows = context["inline_admin_formsets"][0].formset
        mine = sent_by(context["adminform"].form, rows.management_form, *rows.forms)
        mine |= {"purpose": "To answer.", "thank_you": "Thanks.", "news_wording": "News."}
        form.fields.filter(question="message").update(label="Your words")
        self.assertContains(self.client.post(page, mine), "Somebody saved this")
        again = self.client.get(page).context["adminform"].form
        response = self.client.post(page, mine | {"seen": again["seen"].value()})
        assert response.status_code == 302, response.context["errors"]
