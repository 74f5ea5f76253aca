"""A testimonial's page is one form: a button keeps what was typed beside it."""

from testimonials.models import Edition
from testimonials.services import editing, giving
from testimonials.states import State
from tests.base import StaffTestCase
from tests.leads.base import record_fields

from .factories import create_given, create_published


class DraftTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.bob)
        self.given = create_given(brand=self.brand, by=self.bob)
        editing.draft(testimonial=self.given, by=self.bob)
        self.open()

    def url(self, step: str = "change") -> str:
        return f"/admin/testimonials/testimonial/{self.given.pk}/{step}/"

    def open(self):
        self.opened = record_fields(self.client.get(self.url()))

    def press(self, step: str, **typed: str):
        """Press a button of the page that was opened; the page that comes back is open now."""
        fields = {name.replace("_", "-"): text for name, text in typed.items()}
        response = self.client.post(self.url(step), self.opened | fields)
        self.given.refresh_from_db()
        if response.status_code != 302:
            self.opened = record_fields(response)
        return response

    def test_an_unchanged_page_is_no_draft(self):
        for step in ("change", "approve", "details"):
            self.open()
            assert self.press(step).status_code == 302, step

    def test_a_step_keeps_the_unsaved_edition(self):
        response = self.press("details", quote="They answer fast.", details_trade="portals")
        assert self.given.trade == "portals"
        self.assertContains(response, "not saved yet")
        assert self.opened["quote"] == "They answer fast."
        assert self.press("change").status_code == 302
        assert Edition.objects.get().quote == "They answer fast."

    def test_saving_the_edition_keeps_what_was_typed_for_a_step(self):
        self.press("change", quote="They answer fast.", ask_note="Please name the year.")
        assert Edition.objects.get().quote == "They answer fast."
        assert self.opened["ask-note"] == "Please name the year."
        assert self.press("ask").status_code == 302
        assert self.given.state == State.CHANGES

    def test_a_refused_step_keeps_everything(self):
        response = self.press("ask", ask_note=" ", quote="They answer fast.")
        self.assertContains(response, "This field is required.", status_code=422)
        assert self.opened["quote"] == "They answer fast."
        Edition.objects.update(quote="")
        self.open()
        assert self.press("approve", title="Owner", ask_note="The year?").status_code == 409
        assert (self.opened["title"], self.opened["ask-note"]) == ("Owner", "The year?")

    def test_a_refused_edition_keeps_what_was_typed_for_a_step(self):
        response = self.press("change", name="", ask_note="The year?")
        self.assertContains(response, "This field is required.", status_code=422)
        assert self.opened["ask-note"] == "The year?"

    def test_an_edition_that_is_over_can_be_copied(self):
        response = self.press("ask", ask_note="The year?", quote="They answer fast.")
        assert self.given.state == State.CHANGES
        self.assertContains(response, "readonly>They answer fast.</textarea>")
        assert response.text.count("readonly>") == 1
        assert "quote" not in self.opened

    def test_a_discarded_edition_can_be_copied(self):
        self.given = create_published(brand=self.brand, by=self.bob)
        editing.draft(testimonial=self.given, by=self.bob)
        self.open()
        response = self.press("discard", quote="They answer fast.")
        self.assertContains(response, "readonly>They answer fast.</textarea>")

    def test_another_edition_never_takes_what_was_typed(self):
        self.given = create_published(brand=self.brand, by=self.bob)
        editing.draft(testimonial=self.given, by=self.bob)
        self.open()
        editing.discard(edition=self.given.editions.get(confirmed_at=None), by=self.adam)
        editing.draft(testimonial=self.given, by=self.adam)
        response = self.press("details", quote="They answer fast.")
        self.assertContains(response, "readonly>They answer fast.</textarea>", status_code=409)
        assert self.opened["quote"] != "They answer fast."

    def test_a_draft_follows_what_a_colleague_stored(self):
        draft = Edition.objects.get()
        editing.edit(edition=draft, values={"title": "Owner"}, by=self.adam)
        assert self.press("details", quote="They answer fast.").status_code == 409
        assert (self.opened["quote"], self.opened["title"]) == ("They answer fast.", "Owner")
        assert self.press("change").status_code == 302
        draft.refresh_from_db()
        assert (draft.quote, draft.title) == ("They answer fast.", "Owner")

    def test_the_enter_key_takes_no_step(self):
        self.client.force_login(self.dora)  # she may withdraw and not save
        self.open()
        response = self.press("change", withdraw_note="By phone")
        self.assertContains(response, "Nothing was done.", status_code=409)
        assert self.opened["withdraw-note"] == "By phone"
        giving.withdraw(testimonial=self.given)
        response = self.press("withdraw")
        self.assertContains(response, "readonly>By phone</textarea>", status_code=409)
