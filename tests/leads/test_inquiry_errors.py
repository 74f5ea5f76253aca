"""Error pages of a form keep the visitor's input and link to each field."""

from contactatonce.lib.timed_cache import TimedCache
from leads.models import FormField, Inquiry, InquiryForm
from tests import factories

from .base import BROWSER, XHTML, InquiryTestCase, fields_of, parse


class ErrorsTestCase(InquiryTestCase):
    def test_a_summary_on_top_links_to_every_wrong_field_in_order(self):
        response = self.send(email="nobody", message="")
        assert response.status_code == 422
        summary = self.find(response, "div", "error-summary")
        assert summary.get("role") == "alert"
        assert "autofocus" in summary.attrib
        targets = [link.get("href") for link in summary.iter(f"{XHTML}a")]
        assert targets == ["#contact_email", "#contact_message"]
        ids = {element.get("id") for element in parse(response).iter()}
        assert {target[1:] for target in targets} <= ids
        assert not Inquiry.objects.exists()

    def test_every_field_keeps_its_input(self):
        written = {
            "name": 'Nora "N" <Example>',
            "email": "nobody",
            "phone": "call after 5",
            "company_size": "11-50",
            "country": "GB",
            "street": "1 Example Road\nFlat 2",
            "message": "Two lines\nof text & more",
        }
        shown = fields_of(self.send(**written))
        assert {name: shown[name] for name in written} == written

    def test_main_form_takes_over_the_input_of_a_closed_form(self):
        side = factories.create_form(brand=self.brand, slug="demo")
        opened = fields_of(self.client.get("/contact/demo/", headers=BROWSER))
        InquiryForm.objects.filter(pk=side.pk).update(is_open=False)
        TimedCache.clear_all()
        response = self.client.post(
            "/contact/demo/", opened | {"message": "Hours of work"}, headers=BROWSER
        )
        assert response.status_code == 404
        self.assertContains(response, "no longer open", status_code=404)
        assert not Inquiry.objects.exists()
        shown = fields_of(response)
        assert shown["message"] == "Hours of work"
        again = self.client.post(
            "/contact/contact/", shown | {"email": "nora@example.com"}, headers=BROWSER
        )
        assert again.status_code == 303
        assert Inquiry.objects.get().message == "Hours of work"

    def test_page_with_the_visitors_input_is_not_cached(self):
        fields = self.open_form()
        for more in ({"email": "nobody"}, {"form_token": "forged"}):
            response = self.send(fields, **more)
            assert response["Cache-Control"] == "no-store", more

    def test_invalid_field_is_described_by_reason_and_error(self):
        response = self.send(email="nobody")
        field = self.by_id(response, "contact_email")
        assert field.get("aria-invalid") == "true"
        described = field.get("aria-describedby").split()
        assert described == ["contact_email_helptext", "contact_email_error"]
        texts = ["".join(self.by_id(response, name).itertext()) for name in described]
        assert texts[0].startswith("Our answer goes to this address.")
        assert "not an e-mail address yet" in texts[1]

    def test_error_page_title_says_not_sent(self):
        title = next(parse(self.send(email="nobody")).iter(f"{XHTML}title"))
        assert title.text.startswith("Not sent yet:")

    def test_either_an_address_or_a_phone_number_is_enough(self):
        FormField.objects.filter(question="email").update(is_required=False)
        self.seconds_pass()
        response = self.send(email="", phone="")
        self.assertContains(response, "so that our answer can reach you", status_code=422)
        assert self.send(email="", phone="404 555 0100").status_code == 303
        assert self.send(email="nora@example.com", phone="").status_code == 303

    def test_form_always_asks_for_e_mail_and_message(self):
        FormField.objects.exclude(question="name").delete()
        self.seconds_pass()
        fields = self.open_form()
        assert {"email", "message"} <= set(fields)
        assert self.send(fields, name="Nora").status_code == 422

    def test_optional_address_is_collapsed_until_filled(self):
        fold = '<details class="field-fold"'
        self.assertContains(self.client.get("/contact/"), f"{fold}>")
        untouched = self.send(email="nobody")
        self.assertContains(untouched, f"{fold}>", status_code=422)
        begun = self.send(email="nobody", city="Dublin")
        self.assertContains(begun, f"{fold} open>", status_code=422)
        FormField.objects.filter(question="address").update(is_required=True)
        self.seconds_pass()
        self.assertNotContains(self.client.get("/contact/"), fold)

    def test_an_address_asks_for_no_state_and_no_postal_code(self):
        FormField.objects.filter(question="address").update(is_required=True)
        self.seconds_pass()
        fields = {**self.open_form(), "message": "Hello", "email": "nora@example.com"}
        for place in (
            {"street": "1 Sample Quay", "city": "Dublin", "country": "IE"},
            {"street": "3 Sample Street", "city": "Hong Kong", "country": "HK"},
            {"street": "4 Sample Road", "city": "Dubai", "country": "AE"},
        ):
            assert self.send(self.open_form() | fields, **place).status_code == 303
        response = self.send(fields, street="", city="Dublin", country="IE")
        self.assertContains(response, "Write street and number.", status_code=422)

    def test_each_field_has_autocomplete_and_a_reason(self):
        page = self.client.get("/contact/")
        tokens = {
            "name": "name",
            "email": "email",
            "phone": "tel",
            "company_name": "organization",
            "street": "street-address",
            "city": "address-level2",
            "region": "address-level1",
            "postal_code": "postal-code",
            "country": "country",
        }
        for name, token in tokens.items():
            assert self.by_id(page, f"contact_{name}").get("autocomplete") == token
        for name in ("subject", "name", "email", "phone", "company_size", "message"):
            assert self.by_id(page, f"contact_{name}_helptext").text.strip()

    def test_custom_label_and_reason_replace_the_declared_ones(self):
        FormField.objects.filter(question="company_name").update(
            label="Dealership", reason="To look at your pages first."
        )
        self.seconds_pass()
        page = self.client.get("/contact/")
        self.assertContains(page, "Dealership")
        self.assertContains(page, "To look at your pages first.")

    def find(self, response, tag, css_class):
        return next(
            element
            for element in parse(response).iter(f"{XHTML}{tag}")
            if element.get("class") == css_class
        )

    def by_id(self, response, name):
        return next(element for element in parse(response).iter() if element.get("id") == name)
