"""Staff compose a form from the catalog; it always stays answerable (P09)."""

from leads.models import FormField, InquiryForm
from tests import factories
from tests.base import StaffTestCase

ADD = "/admin/leads/inquiryform/add/"


class ComposeTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.bob)

    def test_an_editor_composes_a_form_and_the_site_shows_it(self):
        response = self.save(["name", "email!", "message!"], title="Ask us")
        assert response.status_code == 302, response.content.decode()
        form = InquiryForm.objects.get()
        assert [field.question for field in form.fields.all()] == ["name", "email", "message"]
        self.assertContains(self.client.get("/contact/"), "Ask us")

    def test_a_form_without_message_is_refused(self):
        self.assert_refused(["name", "email!"], "Keep the question “Message”")

    def test_a_form_without_any_way_to_answer_is_refused(self):
        self.assert_refused(["name", "message!"], "Keep “E-mail” or “Phone”")

    def test_an_optional_message_is_refused(self):
        self.assert_refused(["email!", "message"], "“Message” must be required")

    def test_single_contact_question_must_be_required(self):
        self.assert_refused(["phone", "message!"], "only way to answer must be required")
        assert self.save(["email", "phone", "message!"]).status_code == 302

    def test_deleting_the_message_from_a_form_is_refused(self):
        form = factories.create_form(brand=self.brand)
        fields = list(form.fields.all())
        data = self.data([field.question + "!" for field in fields], fields=fields)
        index = next(i for i, field in enumerate(fields) if field.question == "message")
        data[f"fields-{index}-DELETE"] = "on"
        response = self.client.post(f"/admin/leads/inquiryform/{form.pk}/change/", data)
        self.assertContains(response, "Keep the question “Message”")
        assert form.fields.filter(question="message").exists()

    def test_unknown_or_duplicate_question_is_refused(self):
        for questions in (["email!", "message!", "birthday"], ["email!", "message!", "message!"]):
            response = self.save(questions)
            assert response.status_code == 200
            assert not FormField.objects.exists()

    def test_sales_can_view_but_not_change_forms(self):
        form = factories.create_form(brand=self.brand)
        self.client.force_login(self.alice)
        page = f"/admin/leads/inquiryform/{form.pk}/change/"
        assert self.client.get(page).status_code == 200
        assert self.client.post(page, self.data(["email!", "message!"])).status_code == 403
        assert self.client.get(ADD).status_code == 403

    def test_conflict_in_a_field_links_to_the_stored_rows(self):
        form = factories.create_form(brand=self.brand)
        page = f"/admin/leads/inquiryform/{form.pk}/change/"
        fields = list(form.fields.all())
        questions = [field.question + "!" for field in fields]
        opened = self.client.get(page).context["adminform"].form.initial["opened_version"]
        shown = {"opened_version": opened, "initial-title": form.title}
        theirs = self.data(questions, fields=fields, title="Theirs", **shown)
        theirs |= {"fields-0-label": "Their label"}
        assert self.client.post(page, theirs).status_code == 302
        mine = self.data(questions, fields=fields, title="Mine", **shown)
        response = self.client.post(page, mine)
        self.assertContains(response, 'name="choice_title" value="stored"')
        self.assertContains(response, "Look at what is stored now")
        assert form.fields.filter(label="Their label").exists()

    def assert_refused(self, questions, message):
        self.assertContains(self.save(questions), message)
        assert not InquiryForm.objects.exists()

    def save(self, questions, **texts):
        return self.client.post(ADD, self.data(questions, **texts))

    def data(self, questions, fields=(), **texts):
        """Return the data that the admin form submits; "name!" is a required question."""
        data = {
            "brand": self.brand.pk,
            "slug": "contact",
            "title": "Contact",
            "purpose": "To answer.",
            "thank_you": "Thanks.",
            "news_wording": "News.",
            "is_open": "on",
            **texts,
            "fields-TOTAL_FORMS": len(questions),
            "fields-INITIAL_FORMS": len(fields),
        }
        for index, question in enumerate(questions):
            row = {
                "id": fields[index].pk if fields else "",
                "question": question.removesuffix("!"),
                "position": index,
                **({"is_required": "on"} if question.endswith("!") else {}),
            }
            data |= {f"fields-{index}-{name}": value for name, value in row.items()}
        return data
