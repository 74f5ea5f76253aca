"""The record page of one inquiry and its actions."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.brands.directory import directory
from leads.models import Correction, Event, Lead, Person
from leads.services import work
from leads.services.staff import owners
from privacy.models import Consent
from tests import factories
from tests.base import StaffTestCase

ACTIONS = {
    "note": {"note-text": "Check their site."},
    "call": {"call-text": "Spoke with Nora."},
    "answer": {"answer-subject": "Prices", "answer-body": "Hello"},
    "answer_next": {"answer-subject": "Prices", "answer-body": "Hello"},
    "answer_remind": {"answer-subject": "Prices", "answer-body": "Hello"},
    "step": {"step-text": "Call back"},
    "done": {"activity": "1"},
    "insert": {"reply": "1"},
    "take": {},
    "release": {},
    "spam": {},
    "not_spam": {},
    "again": {"answer": "1"},
    "seen": {},
}


class RecordTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.inquiry = factories.create_inquiry(
            name="Nora Example", company_name="Whitfield Motors", message="Please <b>call</b>."
        )
        self.lead = factories.create_lead(inquiry=self.inquiry)
        self.path = f"/admin/leads/lead/{self.lead.pk}/"
        self.client.force_login(self.alice)

    def page(self, query=""):
        response = self.client.get(f"{self.path}change/{query}")
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def do(self, action, **fields):
        response = self.client.post(f"{self.path}{action}/", fields, follow=True)
        self.lead.refresh_from_db()
        return response


class ShowTestCase(RecordTestCase):
    def test_record_shows_escaped_answers_and_spam_reasons(self):
        Correction.objects.create(
            inquiry=self.inquiry,
            name="Nora Example",
            email="new@example.com",
            message="Four stores.",
            digest="",
            spam_reasons=[{"code": "links", "points": 4, "detail": "3"}],
        )
        page = self.page()
        assert "Please &lt;b&gt;call&lt;/b&gt;." in page
        parts = ("Four stores.", "Links in the message", "First version", "Please &lt;b")
        assert sorted(parts, key=page.index) == list(parts)
        assert "To new@example.com" in page

    def test_other_inquiries_of_the_person_and_the_consent_are_shown(self):
        person = Person.objects.create(name="Nora", email="nora@example.com")
        self.lead.person = person
        self.lead.save()
        other = factories.create_lead(person=person, state="won")
        assert "No consent" in self.page()
        Consent.objects.create(
            purpose=Consent.Purpose.NEWS,
            email="nora@example.com",
            wording="Write to me.",
            given_how="Form contact",
            brand=self.brand,
        )
        page = self.page()
        assert other.inquiry.reference in page
        assert "Consented on" in page

    def test_record_shows_promised_and_actual_time(self):
        Lead.objects.filter(pk=self.lead.pk).update(
            first_answered_at=self.lead.answer_by + timedelta(hours=1)
        )
        page = self.page()
        assert "Answer promised by" in page
        assert "answered late, in " in page

    def test_quarantined_record_shows_reasons_and_allows_no_answer(self):
        held = factories.create_lead(
            inquiry=factories.create_inquiry(
                spam_score=7,
                spam_reasons=[{"code": "links", "points": 4, "detail": "3"}],
            ),
            quarantined_at=timezone.now(),
        )
        page = self.client.get(f"/admin/leads/lead/{held.pk}/change/").content.decode()
        assert "Links in the message" in page
        assert "It is in quarantine; release it first." in page
        assert ">Send</button>" not in page

    def test_long_timeline_is_paginated(self):
        work.add_note(lead_id=self.lead.pk, actor=self.adam, text="The first.")
        self.page()
        few = self.queries()
        Event.objects.bulk_create(
            Event(lead=self.lead, kind=Event.Kind.NOTE, actor=self.adam, text=f"Note {number}.")
            for number in range(2_000)
        )
        assert self.queries() == few <= 16
        assert "Note 1999." in self.page()
        assert "Note 1969." not in self.page()
        assert "Note 1969." in self.page("?events=2")
        assert "Page 1 of 67" in self.page()

    def queries(self):
        directory.clear()
        directory.get()
        owners.clear()
        owners.get()
        with CaptureQueriesContext(connection) as queries:
            self.page()
        return len(queries)

    def test_invalid_filter_is_ignored(self):
        for filters in ("foo%3Dbar", "inquiry__id__exact%3Dnobody", "p%3D0"):
            self.page(f"?_changelist_filters={filters}")

    def test_unknown_or_invalid_key_gets_404(self):
        for pk in ("999999", "nobody", "9" * 30):
            assert self.client.get(f"/admin/leads/lead/{pk}/change/").status_code == 404


class ActTestCase(RecordTestCase):
    def test_note_and_call_are_on_the_timeline(self):
        self.assertContains(self.do("note", **ACTIONS["note"]), "Check their site.")
        self.assertContains(self.do("call", **ACTIONS["call"]), "Spoke with Nora.")
        assert self.lead.first_answered_at is not None
        assert [event.actor for event in self.lead.events.all()] == [self.alice] * 3

    def test_empty_text_is_refused(self):
        response = self.client.post(
            f"{self.path}answer/", {"answer-subject": "Prices", "answer-body": " "}
        )
        self.assertContains(response, 'value="Prices"', status_code=422)
        self.assertContains(response, "This field is required.", status_code=422)
        assert not Event.objects.exists()

    def test_take_assigns_the_lead(self):
        self.assertContains(self.do("take"), "It is yours.")
        assert self.lead.owner == self.alice

    def test_second_take_does_not_change_the_owner(self):
        page = self.page()
        assert 'name="owner" value=""' in page
        work.change(lead_id=self.lead.pk, actor=self.adam, owner_id=self.adam.pk)
        self.assertContains(self.do("take", owner=""), "Adam has taken it.")
        assert self.lead.owner == self.adam
        assert f'name="owner" value="{self.adam.pk}"' in self.page()
        self.assertContains(self.do("take", owner=str(self.adam.pk)), "It is yours.")
        assert self.lead.owner == self.alice

    def test_a_call_that_cannot_be_logged_keeps_its_text(self):
        Lead.objects.filter(pk=self.lead.pk).update(quarantined_at=timezone.now())
        response = self.client.post(f"{self.path}call/", ACTIONS["call"])
        self.assertContains(response, "release it first", status_code=422)
        self.assertContains(response, "Spoke with Nora.</textarea>", status_code=422)
        assert not Event.objects.exists()

    def test_reopened_spam_returns_to_quarantine(self):
        Lead.objects.filter(pk=self.lead.pk).update(quarantined_at=timezone.now())
        self.do("spam")
        assert ">Release</button>" not in self.page()
        self.do("change", state="new", opened_version=self.lead.version)
        assert list(Lead.objects.quarantined()) == [self.lead]
        self.assertContains(self.do("release"), "Released.")
        assert list(Lead.objects.unfinished()) == [self.lead]

    def test_release_and_spam(self):
        Lead.objects.filter(pk=self.lead.pk).update(quarantined_at=timezone.now())
        self.assertContains(self.do("release"), "Released.")
        self.assertContains(self.do("release"), "It is not in quarantine any more.")
        self.do("spam")
        assert (self.lead.state, self.lead.is_quarantined) == ("not_a_lead", False)

    def test_illegal_move_is_reported_and_input_is_kept(self):
        sent = {"state": "won", "note-text": "They sign.", "opened_version": 1}
        response = self.client.post(f"{self.path}change/", sent)
        self.assertContains(response, "It is new and cannot become won.", status_code=422)
        self.assertContains(response, "They sign.</textarea>", status_code=422)

    def test_lost_state_needs_a_reason(self):
        sent = {"state": "lost", "opened_version": 1}
        response = self.client.post(f"{self.path}change/", sent)
        self.assertContains(response, "Say why it was lost.", status_code=422)
        response = self.client.post(f"{self.path}change/", {**sent, "lost_reason": "price"})
        self.lead.refresh_from_db()
        assert (self.lead.state, self.lead.lost_reason) == ("lost", "price")

    def test_back_link_keeps_the_list(self):
        kept = "?_changelist_filters=tab%3Dmine"
        response = self.client.post(f"{self.path}take/{kept}")
        assert response["Location"] == f"{self.path}change/{kept}"

    def test_actions_by_get_open_the_record(self):
        for action in ACTIONS:
            response = self.client.get(f"{self.path}{action}/")
            assert response["Location"] == f"{self.path}change/", action
        assert not Event.objects.exists()

    def test_without_a_csrf_token_nothing_happens(self):
        self.client.handler.enforce_csrf_checks = True
        for action, fields in ACTIONS.items():
            assert self.client.post(f"{self.path}{action}/", fields).status_code == 403, action
        assert not Event.objects.exists()


class RightsTestCase(RecordTestCase):
    def test_roles_decide_who_works_and_who_reads(self):
        for user, reads, works in (
            (self.alice, True, True),
            (self.adam, True, True),
            (self.dora, True, False),
            (self.bob, False, False),
            (self.charlie, False, False),
            (self.erin, False, False),
        ):
            self.client.force_login(user)
            for path in ("", f"{self.lead.pk}/change/"):
                response = self.client.get(f"/admin/leads/lead/{path}")
                assert response.status_code == (200 if reads else 403), (user, path)
            for action, fields in ACTIONS.items():
                response = self.client.post(f"{self.path}{action}/", fields)
                assert response.status_code == (302 if works else 403), (user, action)
            response = self.client.post(f"{self.path}change/", {"state": "open"})
            assert (response.status_code == 403) is not works, user
            response = self.client.post("/admin/leads/lead/next/")
            assert response.status_code == (302 if works else 403), user

    def test_a_reader_sees_no_button(self):
        self.client.force_login(self.dora)
        page = self.page()
        assert "<textarea" not in page
        assert ">Save</button>" not in page
        assert "Assign to me" not in page
