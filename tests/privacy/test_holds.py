"""Legal holds: one record is kept, the rest is erased, and release continues the erasure (P30)."""

from datetime import date

from leads.models import Answer, Correction, Event, Inquiry, Lead, Person
from privacy.erasure import holds, retention
from privacy.erasure.plan import plan_person
from privacy.models import AwaitingRelease, Erasure, LegalHold
from privacy.registry import declarations
from privacy.rights import access
from tests.base import StaffTestCase
from tests.privacy.people import ADA, create_history, erase, subject

Ground = LegalHold.Ground


class HoldTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = create_history()
        self.answer = Answer.objects.get()

    def hold(self, record, **options):
        return holds.place(
            record=record,
            ground=Ground.CLAIM,
            review_on=date(2027, 3, 1),
            placed_by=self.dora,
            **options,
        )[0]

    def test_held_record_stays_and_its_parents_are_blanked(self):
        self.hold(self.answer)
        erase()
        assert Answer.objects.get().body == "Dear Ada Lovelace"
        assert not Person.objects.exists()
        assert not Event.objects.exists()
        assert not Correction.objects.exists()
        shell = Inquiry.objects.get()
        assert (shell.email, shell.email_key, shell.name, shell.message) == ("", "", "", "")
        assert Lead.objects.get().person is None

    def test_person_sees_what_is_kept_why_and_how_long(self):
        self.hold(self.answer)
        kept = [line for line in plan_person(subject()).lines() if line["action"] == "kept"]
        assert [(line["source"], line["count"]) for line in kept] == [("leads.answer", 1)]
        assert kept[0]["because"] == "Legal hold: a legal claim is made or expected."
        assert "2027-03-01" in kept[0]["until"]
        told = access.collect(subject()).content["sources"]
        answers = next(source for source in told if source["id"] == "leads.answer")
        assert answers["records"][0]["kept_because"].startswith("Legal hold")

    def test_release_erases_the_rest_under_the_first_order(self):
        hold = self.hold(self.answer)
        first = erase()
        carried = holds.release(hold=hold, released_by=self.dora)
        assert [done.pk for done in carried] == [first.pk]
        for model in (Answer, Lead, Inquiry):
            assert not model.objects.exists(), model
        assert not AwaitingRelease.objects.exists()
        assert Erasure.objects.count() == 1
        sources = [line["source"] for line in Erasure.objects.get().outcome]
        assert sources.count("leads.answer") == 2, "kept first, deleted now"

    def test_record_with_two_holds_stays_until_both_are_released(self):
        one, two = self.hold(self.answer, case="A-1"), self.hold(self.answer, case="B-2")
        erase()
        assert holds.release(hold=one, released_by=self.dora) == []
        assert Answer.objects.exists()
        holds.release(hold=two, released_by=self.dora)
        assert not Answer.objects.exists()

    def test_hold_can_include_related_records(self):
        self.hold(Inquiry.objects.get(), with_what_hangs_on_it=True)
        erase()
        for model in (Inquiry, Lead, Event, Answer, Correction):
            assert model.objects.count() == 1, model
        assert not Person.objects.exists()

    def test_release_without_a_waiting_erasure_deletes_nothing(self):
        hold = self.hold(self.answer)
        assert holds.release(hold=hold, released_by=self.dora) == []
        assert Answer.objects.exists()
        hold.refresh_from_db()
        assert hold.released_by == self.dora

    def test_retention_deletes_a_held_record_after_its_release(self):
        Inquiry.objects.update(received_at="2020-01-01T00:00:00Z")
        Event.objects.update(at="2020-01-01T00:00:00Z")
        hold = self.hold(Inquiry.objects.get())
        retention.apply()
        assert Inquiry.objects.filter(email=ADA).exists()
        assert retention.overdue() == []
        due = {line.rule: line.due_now for line in retention.foresight()}
        assert due["inquiries"] == 0
        holds.release(hold=hold, released_by=self.dora)
        retention.apply()
        assert not Inquiry.objects.exists()

    def test_retention_blanks_the_parents_of_a_held_record(self):
        Inquiry.objects.update(received_at="2020-01-01T00:00:00Z")
        Event.objects.update(at="2020-01-01T00:00:00Z")
        self.hold(self.answer)
        assert (declarations[Inquiry], 1) in retention.overdue()
        retention.apply()
        assert Answer.objects.get().body == "Dear Ada Lovelace"
        assert Inquiry.objects.get().message == ""
        assert retention.overdue() == []

    def test_the_sweep_explains_the_held_record(self):
        self.hold(self.answer)
        done = erase()
        explained = {found["key"]: found["explanation"] for found in done.findings}
        assert explained[f"leads.answer:{self.answer.pk}:to"].startswith("Legal hold")
