"""People are identified by e-mail address or phone, and never changed by a submission."""

from leads.models import Company, Event, FormField, Inquiry, Lead, Person
from tests.base import run_jobs

from .base import InquiryTestCase


class PersonTestCase(InquiryTestCase):
    def test_first_inquiry_creates_person_and_company(self):
        lead = self.inquire(phone="404 555 0100", company_name="Example Motors, Inc.")
        person = lead.person
        assert (person.name, person.email) == ("Nora Example", "nora@example.com")
        assert person.phone_e164 == "+14045550100"
        assert person.company == lead.company == Company.objects.get()
        assert lead.company.name == "Example Motors, Inc."

    def test_the_same_address_in_any_case_is_the_same_person(self):
        first = self.inquire()
        second = self.inquire(email=" NORA@EXAMPLE.com ")
        assert first.person == second.person
        event = second.events.get(kind=Event.Kind.IDENTIFIED)
        assert event.cause == "known e-mail address"

    def test_submission_never_changes_a_known_person(self):
        self.inquire(phone="404 555 0100", company_name="Example Motors")
        before = Person.objects.values().get()
        companies = list(Company.objects.values())
        self.inquire(
            name="Somebody Else",
            phone="404 555 0199",
            company_name="example  motors",
            company_size="1001+",
            business_type="portal",
        )
        assert Person.objects.values().get() == before
        assert list(Company.objects.values()) == companies

    def test_other_e_mail_is_another_person_despite_same_phone(self):
        self.inquire(phone="404 555 0100")
        self.inquire(email="luis@example.com", phone="404 555 0100")
        assert Person.objects.count() == 2

    def test_phone_number_identifies_if_no_e_mail_is_given(self):
        FormField.objects.filter(question="email").update(is_required=False)
        self.seconds_pass()
        first = self.inquire(phone="404 555 0100")
        second = self.inquire(email="", phone="+1 (404) 555-0100")
        assert second.person == first.person
        third = self.inquire(email="", phone="+1 (404) 555-0111", name="")
        assert third.person != first.person

    def test_a_company_is_known_however_its_name_is_written(self):
        for name in ("Smith & Sons, Inc.", "SMITH AND SONS INC", "ｓｍｉｔｈ & sons inc."):
            self.inquire(company_name=name)
        assert Company.objects.count() == 1

    def test_a_company_name_without_letters_is_no_company(self):
        assert self.inquire(company_name="---").company is None

    def test_links_set_by_staff_are_kept(self):
        self.send()
        mine = Person.objects.create(name="Chosen by staff")
        Lead.objects.update(person=mine)
        run_jobs()
        assert Lead.objects.get().person == mine

    def inquire(self, **answers) -> Lead:
        assert self.send(**answers).status_code == 303
        run_jobs()
        return Inquiry.objects.latest("pk").lead
