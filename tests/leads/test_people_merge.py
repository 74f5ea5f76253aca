"""Duplicates are suggested with evidence, merged by fields, and un-merged within 30 days."""

from datetime import timedelta

from django.utils import timezone

from leads.models import Company, Event, Lead, Merge, Person
from leads.services import merging
from leads.services.duplicates import duplicates_of
from leads.services.identify import identify
from privacy.models import Consent, Suppression
from privacy.outreach import consents, opt_outs
from privacy.outreach.opt_outs import Use, mailable
from privacy.registry import Subject, declarations
from tests import factories
from tests.base import StaffTestCase


def suggested(row):
    return {each.row.pk: each.evidence for each in duplicates_of(row)}


class DuplicatesTestCase(StaffTestCase):
    def person(self, **fields):
        return Person.objects.create(**fields)

    def test_the_same_mailbox_is_found_whatever_its_tag(self):
        kim = self.person(email="kim@example.com")
        tagged = self.person(email="Kim+blog@example.com")
        self.person(email="kim@example.org")
        self.person(email="kim.b@example.com")
        self.person(email="kimberly+blog@example.com")
        assert set(suggested(kim)) == {tagged.pk}
        assert set(suggested(tagged)) == {kim.pk}

    def test_marks_of_a_pattern_are_taken_literally(self):
        kim = self.person(email="kim_b@example.com")
        self.person(email="kimxb+a@example.com")
        assert suggested(kim) == {}

    def test_the_same_phone_and_the_same_name_are_evidence(self):
        company = Company.objects.create(name="Example Motors")
        kim = self.person(name="Kim O'Neil", phone_e164="+14045550100", company=company)
        phone = self.person(phone_e164="+14045550100")
        name = self.person(name="kim  ONEIL", company=company)
        self.person(name="Kim O'Neil")
        assert suggested(kim) == {
            phone.pk: "Same phone number",
            name.pk: "Same name in the same company",
        }

    def test_companies_that_differ_by_legal_form_are_found(self):
        names = ("Harbor Lofts", "HARBOR LOFTS, Inc.", "Harbor Lofts L.L.C.", "Harbor Lofts East")
        first, *found, _ = [Company.objects.create(name=name) for name in names]
        assert set(suggested(first)) == {row.pk for row in found}
        assert set(suggested(found[0])) == {first.pk, found[1].pk}

    def test_suggestions_are_on_the_page_for_those_who_may_merge(self):
        kim = self.person(name="Kim", email="kim@example.com")
        other = self.person(name="Kim B.", email="kim+b@example.com")
        link = f"/admin/leads/person/{kim.pk}/merge/{other.pk}/"
        for user, count in ((self.alice, 1), (self.dora, 0)):
            self.client.force_login(user)
            page = self.client.get(f"/admin/leads/person/{kim.pk}/change/")
            self.assertContains(page, "Same mailbox")
            self.assertContains(page, link, count=count)


class MergeTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)
        self.company = Company.objects.create(name="Example Motors")
        self.kept = Person.objects.create(name="Kim", email="kim@example.com")
        self.other = Person.objects.create(
            name="Kim Example",
            email="kim+blog@example.com",
            phone="404 555 0100",
            phone_e164="+14045550100",
            company=self.company,
        )
        self.lead = factories.create_lead(person=self.other)
        self.page = f"/admin/leads/person/{self.kept.pk}/merge/{self.other.pk}/"

    def merge(self, **chosen):
        response = self.client.post(self.page, chosen, follow=True)
        self.assertContains(response, "Merged. You can undo this for 30 days.")
        self.kept.refresh_from_db()
        return Merge.objects.get()

    def undo(self, record):
        page = f"/admin/leads/person/{self.kept.pk}/merges/{record.pk}/undo/"
        self.assertContains(self.client.get(page), "“Kim Example” was merged into")
        return self.client.post(page, follow=True)

    def test_the_preview_shows_fields_and_what_moves(self):
        response = self.client.get(self.page)
        self.assertContains(response, "1 inquiry move")
        self.assertContains(response, 'value="other" checked', count=2)  # phone, company
        assert Person.objects.count() == 2

    def test_fields_are_chosen_one_by_one(self):
        self.merge(name="other", phone="other", email="kept")
        assert (self.kept.name, self.kept.email) == ("Kim Example", "kim@example.com")
        assert (self.kept.phone_e164, self.kept.company) == ("+14045550100", None)
        self.lead.refresh_from_db()
        assert (self.lead.person, Person.objects.get()) == (self.kept, self.kept)
        event = Event.objects.get(lead=self.lead, kind=Event.Kind.EDITED)
        assert (event.actor, event.text) == (self.alice, "Person: merged")

    def test_undo_restores_both(self):
        record = self.merge(name="other", phone="other", company="other", email="other")
        assert self.kept.email == "kim+blog@example.com"
        self.assertContains(self.undo(record), "The merge is undone.")
        kept, other = Person.objects.order_by("pk")
        assert (kept.name, kept.email, kept.phone, kept.company) == (
            "Kim",
            "kim@example.com",
            "",
            None,
        )
        assert (other.pk, other.name, other.company) == (
            self.other.pk,
            "Kim Example",
            self.company,
        )
        assert other.created_at == self.other.created_at
        assert Lead.objects.get().person == other
        assert not Merge.objects.exists()

    def test_undo_keeps_what_was_changed_since(self):
        record = self.merge(name="other")
        Person.objects.update(name="Kim C. Example")
        later = factories.create_lead(person=self.kept)
        self.undo(record)
        assert Person.objects.get(pk=self.kept.pk).name == "Kim C. Example"
        later.refresh_from_db()
        assert later.person == self.kept

    def test_undo_is_refused_after_30_days_or_twice(self):
        record = self.merge()
        Merge.objects.update(at=timezone.now() - timedelta(days=31))
        page = f"/admin/leads/person/{self.kept.pk}/merges/{record.pk}/undo/"
        assert self.client.post(page).status_code == 404
        with self.assertRaises(merging.NotMerged):
            merging.undo(record=record, actor=self.alice)

    def test_undo_is_refused_when_the_address_is_taken(self):
        record = self.merge()
        Person.objects.create(email="kim+blog@example.com")
        self.assertContains(self.undo(record), "Another entry has this e-mail address")

    def test_later_inquiries_of_either_address_find_the_kept_person(self):
        inquiry = factories.create_inquiry(email="kim+blog@example.com")
        Lead.objects.create(inquiry=inquiry, answer_by=inquiry.answer_by, person=self.other)
        self.merge()
        inquiry = factories.create_inquiry(email="kim+blog@example.com")
        Lead.objects.create(inquiry=inquiry, answer_by=inquiry.answer_by)
        identify(inquiry=inquiry)
        assert Lead.objects.get(pk=inquiry.pk).person == self.kept

    def consent(self, email):
        consents.give(
            email=email,
            purpose=Consent.Purpose.NEWS,
            wording="Yes",
            how="Form contact",
            brand=self.brand,
        )

    def check_opt_out(self, opted_out, consenting):
        self.consent(consenting)
        assert mailable(consenting, use=Use.NEWS, brand=self.brand)
        opt_outs.suppress(
            address=opted_out,
            scope=Suppression.Scope.NEWS,
            reason=Suppression.Reason.LINK,
            brand=self.brand,
        )
        self.assertContains(self.client.get(self.page), "opted out of mail")
        record = self.merge(email="other")
        for email in ("kim@example.com", "kim+blog@example.com"):
            assert not mailable(email, use=Use.NEWS, brand=self.brand)
            assert not mailable(email, use=Use.FOLLOW_UP, brand=self.brand)
        self.undo(record)
        assert not mailable(consenting, use=Use.NEWS, brand=self.brand)

    def test_an_opt_out_of_the_removed_person_wins_and_stays(self):
        self.check_opt_out("kim+blog@example.com", "kim@example.com")

    def test_an_opt_out_of_the_kept_person_wins_and_stays(self):
        self.check_opt_out("kim@example.com", "kim+blog@example.com")

    def test_a_merge_is_part_of_what_is_stored_about_either_address(self):
        record = self.merge()
        about = declarations[Merge].about
        for email in ("kim@example.com", "kim+blog@example.com"):
            assert list(about(Subject(email))) == [record]
        assert not about(Subject("nobody@example.com")).exists()

    def test_companies_are_merged_with_their_people(self):
        other = Company.objects.create(name="Example Motors, Inc.", size="11-50")
        person = Person.objects.create(name="Lou", company=other)
        lead = factories.create_lead(company=other)
        page = f"/admin/leads/company/{self.company.pk}/merge/{other.pk}/"
        self.assertContains(self.client.get(page), "1 inquiry and 1 person move")
        self.client.post(page, {"name": "other", "size": "other"})
        company = Company.objects.get()
        assert (company.pk, company.name, company.size) == (
            self.company.pk,
            "Example Motors, Inc.",
            "11-50",
        )
        for row in (person, lead):
            row.refresh_from_db()
            assert row.company == company
        record = Merge.objects.get()
        self.client.post(f"/admin/leads/company/{company.pk}/merges/{record.pk}/undo/")
        for row in (person, lead):
            row.refresh_from_db()
            assert row.company == other
        assert Company.objects.get(pk=company.pk).name == "Example Motors"

    def test_only_those_who_work_on_inquiries_merge(self):
        for user, status in ((self.alice, 200), (self.adam, 200), (self.dora, 403)):
            self.client.force_login(user)
            assert self.client.get(self.page).status_code == status
        assert self.client.post(self.page).status_code == 403

    def test_rows_that_do_not_exist_are_not_found(self):
        pk = self.kept.pk
        for page in (f"{pk}/merge/{pk}/", f"{pk}/merge/{'9' * 30}/", "999/merge/998/"):
            assert self.client.get(f"/admin/leads/person/{page}").status_code == 404, page
        assert self.client.get(f"/admin/leads/person/{pk}/merges/1/undo/").status_code == 404
