"""Correction shows before and after, changes all places, and removes the old value (P30)."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from contactatonce.accounts.models import User
from leads.models import Company, Correction, Event, Inquiry, Person
from privacy.rights import correction
from privacy.rights.correction import Change
from promises.proofs.mail import give_news
from tests import factories
from tests.base import StaffTestCase
from tests.privacy.people import ADA, BOB, create_history, subject


class CorrectionTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.person = create_history().person

    def change(self, field="name", value="Ada King", source="leads.person", pk=None):
        return Change(source, str(pk or self.person.pk), field, value)

    def test_preview_shows_every_place_of_the_old_value(self):
        shown = correction.preview(subject(), [self.change()])
        assert {(row.source, row.before, row.after) for row in shown} == {
            ("leads.person", "Ada Lovelace", "Ada King"),
            ("leads.inquiry", "Ada Lovelace", "Ada King"),
            ("leads.correction", "Ada Lovelace", "Ada King"),
        }
        assert Person.objects.get().name == "Ada Lovelace"

    def test_correction_updates_all_places_and_derived_columns(self):
        correction.apply(subject(), [self.change("email", "ADA@Kings.example")])
        person = Person.objects.get()
        assert (person.email, person.email_key) == ("ADA@kings.example", "ada@kings.example")
        assert Inquiry.objects.get().email_key == "ada@kings.example"
        assert Correction.objects.get().email_key == "ada@kings.example"

    def test_account_is_found_by_its_corrected_address(self):
        user = factories.create_member(ADA, "Ada")
        new = "Nora.New@Bücher.example"
        correction.apply(subject(), [self.change("email", new)])
        assert User.objects.get_by_natural_key(new) == user
        assert subject(new).user_id == user.pk
        key = "nora.new@xn--bcher-kva.example"
        assert EmailAddress.objects.get(user=user).email == key
        person = Person.objects.get()
        assert (person.email, person.email_key) == ("Nora.New@bücher.example", key)

    def test_text_that_is_not_an_email_address_is_refused(self):
        for text in ("nora", "nora@", "nora new@example.com"):
            with pytest.raises(ValidationError):
                correction.apply(subject(), [self.change("email", text)])
        assert Person.objects.get().email == ADA

    def test_address_of_another_record_is_refused_and_nothing_is_stored(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        changes = [self.change(), self.change("email", BOB)]
        with pytest.raises(ValidationError, match="Another record has this e-mail"):
            correction.apply(subject(), changes)
        self.person.refresh_from_db()
        assert (self.person.name, self.person.email) == ("Ada Lovelace", ADA)
        assert Inquiry.objects.filter(email=ADA, name="Ada Lovelace").exists()

    def test_name_of_another_company_is_refused_and_nothing_is_stored(self):
        Company.objects.create(name="Analytical Ltd.")
        company = Company.objects.create(name="Engines Ltd")
        Person.objects.filter(pk=self.person.pk).update(company=company)
        for name, fault in (
            ("ANALYTICAL ltd", "Another record has this name"),
            ("!", "one letter"),
        ):
            change = self.change("name", name, "leads.company", company.pk)
            with pytest.raises(ValidationError, match=fault):
                correction.apply(subject(), [self.change(), change])
            company.refresh_from_db()
            assert company.name == "Engines Ltd"
            assert Person.objects.get().name == "Ada Lovelace"

    def test_same_value_in_another_spelling_is_corrected_too(self):
        Inquiry.objects.update(name="ADA  Lovelace", email="Ada.Lovelace@Example.COM")
        Inquiry.objects.update(phone="(404) 555-0142")
        values = {"name": "Ada King", "email": "ada@kings.example", "phone": "+1 404 555 0177"}
        correction.apply(subject(), [self.change(*each) for each in values.items()])
        for row in (Inquiry.objects.get(), Person.objects.get()):
            assert {name: getattr(row, name) for name in values} == values

    def test_search_finds_only_the_corrected_phone(self):
        correction.apply(subject(), [self.change("phone", "+1 404 555 0177")])
        person = Person.objects.get()
        assert person.phone_e164 == "+14045550177"
        assert "4045550177" in person.search_text
        assert "0142" not in person.search_text

    def test_old_value_is_removed_from_the_admin_log(self):
        entry = LogEntry.objects.create(
            user=self.alice,
            content_type=ContentType.objects.get_for_model(Person),
            object_id=str(self.person.pk),
            object_repr="Ada Lovelace",
            action_flag=CHANGE,
            change_message="Ada Lovelace",
        )
        correction.apply(subject(), [self.change()])
        entry.refresh_from_db()
        assert "Lovelace" not in entry.object_repr + entry.change_message

    def test_free_text_with_the_old_value_is_listed(self):
        left = correction.apply(subject(), [self.change()])
        assert {(hit.source, hit.column) for hit in left} == {
            ("leads.event", "text"),
            ("leads.answer", "body"),
            ("leads.inquiry", "message"),
        }

    def test_correction_cannot_change_another_persons_record(self):
        bob = create_history(email=BOB, name="Bob Builder", phone="1").person
        with pytest.raises(correction.NotCorrectable):
            correction.apply(subject(), [self.change(pk=bob.pk)])
        bob.refresh_from_db()
        assert bob.name == "Bob Builder"

    def test_a_computed_field_cannot_be_changed_by_itself(self):
        for field in ("email_key", "search_text", "created_at", "company"):
            with pytest.raises(correction.NotCorrectable):
                correction.preview(subject(), [self.change(field)])

    def test_a_value_that_the_field_does_not_take_is_refused(self):
        inquiry = Inquiry.objects.get()
        for field, value in (("name", "x" * 300), ("company_size", "many"), ("message", "")):
            with pytest.raises(ValidationError):
                correction.preview(
                    subject(), [self.change(field, value, "leads.inquiry", inquiry.pk)]
                )

    def test_consent_is_unchanged_when_its_address_is_corrected(self):
        given = give_news(ADA, self.brand)
        left = correction.apply(subject(), [self.change("email", "ada@kings.example")])
        given.refresh_from_db()
        assert given.email == ADA
        assert "privacy.consent" in {hit.source for hit in left}
        assert Person.objects.get().email == "ada@kings.example"

    def test_only_data_from_the_person_can_be_corrected(self):
        fields = {(row.source, row.field) for row in correction.correctable(subject())}
        assert {("leads.inquiry", "message"), ("leads.person", "name")} <= fields
        assert ("leads.inquiry", "digest") not in fields
        assert ADA in {row.before for row in correction.correctable(subject())}
        assert Event.objects.exists()
