"""The record page is one form: a button keeps what was typed beside it, and acts once."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from leads.models import Activity, Answer, Event, Lead, Person, SavedReply
from leads.services import work
from tests import factories
from tests.base import StaffTestCase

from .base import record_fields

BODY = "Hello Nora,\n\nfour stores are no problem."


class DraftTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.inquiry = factories.create_inquiry(name="Nora Example")
        self.lead = factories.create_lead(inquiry=self.inquiry)
        self.path = f"/admin/leads/lead/{self.lead.pk}/"
        self.client.force_login(self.alice)
        self.opened = self.open()

    def open(self):
        return record_fields(self.client.get(f"{self.path}change/"))

    def press(self, action, **typed):
        """Press a button of the page that was opened first, with what was typed anywhere."""
        fields = {name.replace("_", "-", 1): text for name, text in typed.items()}
        return self.client.post(f"{self.path}{action}/", self.opened | fields)


class TypedElsewhereTestCase(DraftTestCase):
    def test_an_unchanged_page_is_no_draft(self):
        for action in ("take", "change"):
            assert self.press(action).status_code == 302, action

    def test_each_button_keeps_what_the_others_hold(self):
        typed = {
            "answer_subject": "Four stores",
            "answer_body": BODY,
            "call_text": "Rang twice.",
            "note_text": "Knows Ada.",
            "step_text": "Send the price list",
        }
        own = {"answer": "answer", "call": "call", "note": "note", "step": "step", "take": ""}
        for action, form in own.items():
            self.opened = self.open()
            response = self.press(action, **typed)
            assert response.status_code == 200, action
            kept = record_fields(response)
            for name, text in typed.items():
                field = name.replace("_", "-", 1)
                is_own = bool(form) and field.startswith(f"{form}-")
                assert (kept[field] == text) is not is_own, (action, field)
            self.assertContains(response, "not saved yet")

    def test_a_change_of_state_waits_beside_a_note(self):
        self.opened |= {"state": "contacted"}
        response = self.press("note", note_text="Knows Ada.")
        self.opened = record_fields(response)
        assert self.opened["state"] == "contacted"
        assert Lead.objects.get().state == "new"
        assert self.press("change").status_code == 302
        assert Lead.objects.get().state == "contacted"

    def test_a_kept_form_follows_what_the_button_changed(self):
        Lead.objects.filter(pk=self.lead.pk).update(state="open")
        self.opened = record_fields(self.client.get(f"{self.path}change/"))
        self.opened |= {"state": "contacted"}
        self.opened = record_fields(self.press("take"))
        assert self.opened["owner_id"] == str(self.alice.pk)
        assert self.press("change").status_code == 302
        assert (Lead.objects.get().state, Lead.objects.get().owner) == ("contacted", self.alice)

    def test_a_conflict_is_still_asked_after_another_button(self):
        self.opened |= {"owner_id": str(self.alice.pk)}
        work.change(lead_id=self.lead.pk, actor=self.adam, owner_id=self.adam.pk)
        self.opened = record_fields(self.press("note", note_text="Knows Ada."))
        assert self.press("change").status_code == 409
        assert Lead.objects.get().owner == self.adam

    def test_a_refused_button_keeps_everything(self):
        Lead.objects.filter(pk=self.lead.pk).update(quarantined_at=timezone.now())
        response = self.press("call", call_text="Rang twice.", note_text="Knows Ada.")
        assert response.status_code == 422
        kept = record_fields(response)
        assert (kept["call-text"], kept["note-text"]) == ("Rang twice.", "Knows Ada.")

    def test_a_page_with_drafts_says_so_to_the_script(self):
        self.assertContains(self.press("take", note_text="Knows Ada."), "data-unsaved")
        self.assertNotContains(self.client.get(f"{self.path}change/"), "data-unsaved")


class OnceTestCase(DraftTestCase):
    def test_the_same_form_twice_is_stored_once(self):
        for action, typed in (
            ("note", {"note_text": "Knows Ada."}),
            ("call", {"call_text": "Rang twice."}),
            ("answer", {"answer_body": BODY}),
            ("step", {"step_text": "Call back"}),
        ):
            assert self.press(action, **typed).status_code == 302, action
            again = self.press(action, **typed)
            assert again.status_code == 302, action
            self.assertContains(self.client.get(again["Location"]), "nothing was stored twice")
        kinds = list(Event.objects.values_list("kind", flat=True))
        assert sorted(kinds) == ["answer", "call", "next_step", "note", "state"]
        assert (Answer.objects.count(), Activity.objects.count()) == (1, 1)

    def test_another_text_in_a_used_form_is_kept_and_can_be_sent(self):
        self.press("note", note_text="Knows Ada.")
        response = self.press("note", note_text="Knows Ada and Bob.")
        assert response.status_code == 409
        assert Event.objects.filter(kind="note").count() == 1
        self.opened = record_fields(response)
        assert self.opened["note-text"] == "Knows Ada and Bob."
        assert self.press("note").status_code == 302
        assert Event.objects.filter(kind="note").count() == 2

    def test_a_reload_of_a_page_with_drafts_keeps_them(self):
        for _ in range(2):
            response = self.press("note", note_text="Knows Ada.", call_text="Rang twice.")
            assert record_fields(response)["call-text"] == "Rang twice."
        assert Event.objects.filter(kind="note").count() == 1


class CollisionTestCase(DraftTestCase):
    def answer_as_adam(self, lead):
        opened = self.opened
        self.client.force_login(self.adam)
        path = f"/admin/leads/lead/{lead.pk}/"
        fields = record_fields(self.client.get(f"{path}change/"))
        assert self.client.post(f"{path}answer/", fields).status_code == 302
        self.client.force_login(self.alice)
        self.opened = opened

    def test_a_second_answer_first_shows_the_colleagues(self):
        self.answer_as_adam(self.lead)
        with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
            response = self.press("answer", answer_body=BODY)
            self.assertContains(response, "Adam answered 10 seconds ago.", status_code=409)
            assert Answer.objects.count() == 1
            self.opened = record_fields(response)
            assert self.opened["answer-body"] == BODY
            assert self.press("answer").status_code == 302
        assert Answer.objects.count() == 2

    def test_an_answer_to_another_inquiry_of_the_person_counts(self):
        person = Person.objects.create(name="Nora Example", email="nora@example.com")
        other = factories.create_lead(person=person)
        Lead.objects.filter(pk=self.lead.pk).update(person=person)
        self.answer_as_adam(other)
        response = self.press("answer", answer_body=BODY)
        self.assertContains(response, f"inquiry {other.inquiry.reference}", status_code=409)

    def test_ones_own_earlier_answer_is_no_collision(self):
        self.press("answer", answer_body=BODY)
        self.opened |= {"answer-key": ""}
        assert self.press("answer", answer_body="One more thing.").status_code == 302


class ComposerTestCase(DraftTestCase):
    def test_send_and_take_the_next_one_opens_it(self):
        waiting = factories.create_lead()
        work.change(lead_id=self.lead.pk, actor=self.alice, owner_id=self.alice.pk)
        response = self.press("answer_next", answer_body=BODY)
        assert response["Location"] == f"/admin/leads/lead/{waiting.pk}/change/"
        waiting.refresh_from_db()
        assert (waiting.owner, waiting.state) == (self.alice, "open")

    def test_send_and_take_the_next_one_stays_for_unsaved_text(self):
        factories.create_lead()
        response = self.press("answer_next", answer_body=BODY, note_text="Knows Ada.")
        assert record_fields(response)["note-text"] == "Knows Ada."
        assert not Lead.objects.filter(owner=self.alice).exists()

    def test_send_and_remind_plans_a_step_on_a_working_day(self):
        with time_machine.travel("2026-12-02 15:00Z", tick=False):  # a Wednesday
            self.client.force_login(self.alice)
            self.press("answer_remind", answer_body=BODY)
        assert str(Activity.objects.get().due_on) == "2026-12-07"
        assert Answer.objects.count() == 1

    def test_a_saved_reply_is_inserted_above_the_signature(self):
        SavedReply.objects.create(
            title="Mine", body="Bye\n{me}", owner=self.alice, is_signature=True
        )
        SavedReply.objects.create(title="Theirs", body="No", owner=self.adam)
        reply = SavedReply.objects.create(title="Prices", body="{name}, see {site}. {name")
        self.opened = self.open()
        assert self.opened["answer-body"].endswith("Bye\nAlice")
        response = self.press("insert", reply=str(reply.pk))
        body = record_fields(response)["answer-body"]
        assert f"Nora Example, see {self.inquiry.brand.name}. {{name\n\nBye\nAlice" in body
        assert "Theirs" not in response.content.decode()

    def test_a_saved_reply_never_replaces_typed_text(self):
        reply = SavedReply.objects.create(title="Prices", body="It costs 5.")
        self.opened = self.open()
        response = self.press("insert", reply=str(reply.pk), answer_body=BODY)
        assert record_fields(response)["answer-body"] == f"{BODY}\n\nIt costs 5."

    def test_a_reply_of_someone_else_is_refused(self):
        reply = SavedReply.objects.create(title="Theirs", body="No", owner=self.adam)
        response = self.press("insert", reply=str(reply.pk), note_text="Knows Ada.")
        self.assertContains(response, "Choose a saved reply.", status_code=422)
        assert record_fields(response)["note-text"] == "Knows Ada."
