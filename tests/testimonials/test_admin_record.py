"""The page of a testimonial: its steps, who may take them, and that nothing typed is lost."""

from unittest import mock

from media.video import tools
from testimonials.admin.steps import STEPS
from testimonials.models import Edition, Event, Testimonial
from testimonials.services import editing, giving
from testimonials.states import State
from tests.base import StaffTestCase

from .factories import (
    create_approved,
    create_copies,
    create_given,
    create_published,
    create_video,
    words,
)


class RecordTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)
        self.given = create_given(brand=self.brand, by=self.bob)

    def url(self, step: str = "change") -> str:
        return f"/admin/testimonials/testimonial/{self.given.pk}/{step}/"

    def seen(self) -> str:
        return self.client.get(self.url()).context["item"].seen

    def step(self, name: str, **data: str):
        fields = {f"{name}-{field}": value for field, value in data.items()}
        return self.client.post(self.url(name), {"seen": self.seen(), **fields})

    def form_data(self, **typed: str) -> dict[str, str]:
        """Return what the browser sends for the edit form, hidden fields included."""
        page = self.client.get(self.url())
        form = page.context["form"]
        data = {"edition": str(form.instance.pk)}
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else str(value)
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = data[field.html_name]
        return data | typed

    def state(self) -> str:
        return Testimonial.objects.get(pk=self.given.pk).state

    def test_from_review_to_publication_and_down_again(self):
        assert self.step("draft").status_code == 302
        data = self.form_data(quote="They answer fast.", title="Owner")
        assert self.client.post(self.url(), data).status_code == 302
        assert self.step("approve").status_code == 302
        assert self.state() == State.APPROVED
        edition = Edition.objects.get()
        assert (edition.quote, edition.title) == ("They answer fast.", "Owner")
        editing.confirm(edition=edition)
        assert self.step("take_down").status_code == 302
        assert self.state() == State.CONFIRMED
        assert self.step("publish").status_code == 302
        assert self.state() == State.PUBLISHED
        by_bob = Event.objects.filter(by=self.bob).values_list("step", flat=True)
        assert list(by_bob) == ["invited", "edited", "approved", "taken_down", "published"]

    def test_what_is_asked_of_the_guest_is_mailed(self):
        self.step("ask", note="Please name the year.")
        assert self.state() == State.CHANGES
        assert Event.objects.get(step="asked").note == "Please name the year."

    def test_staff_go_on_without_the_change_that_they_asked_for(self):
        self.step("ask", note="Please name the year.")
        assert self.step("go_on").status_code == 302
        assert self.state() == State.IN_REVIEW
        assert self.step("go_on").status_code == 409

    def test_a_step_without_a_reason_says_so(self):
        answer = self.step("ask", note=" ")
        self.assertContains(answer, "This field is required.", status_code=422)

    def test_a_step_that_is_too_late_returns_what_was_typed(self):
        data = {"seen": self.seen(), "ask-note": "Please name the year."}
        giving.withdraw(testimonial=self.given)
        answer = self.client.post(self.url("ask"), data)
        self.assertContains(answer, "Please name the year.", status_code=409)
        self.assertContains(answer, "What you wrote, to be copied", status_code=409)

    def test_typed_values_are_labeled_as_in_the_form(self):
        answer = self.client.post(self.url(), {"edition": "0", "trim_start": "3"})
        self.assertContains(answer, "Starts at</label>", status_code=409)

    def test_an_approval_is_for_what_the_page_showed(self):
        self.step("draft")
        seen = self.seen()
        editing.edit(edition=Edition.objects.get(), values={"quote": "Other."}, by=self.adam)
        assert self.client.post(self.url("approve"), {"seen": seen}).status_code == 409
        assert self.state() == State.IN_REVIEW
        seen = self.seen()
        giving.change(testimonial=self.given, words=words(text="Not this."))
        assert self.client.post(self.url("approve"), {"seen": seen}).status_code == 409

    def test_an_approval_is_refused_while_something_is_missing(self):
        self.step("draft")
        editing.edit(edition=Edition.objects.get(), values={"quote": ""}, by=self.bob)
        answer = self.step("approve")
        self.assertContains(answer, "Write the words to show.", status_code=409)

    def test_two_people_edit_one_edition(self):
        self.step("draft")
        data = self.form_data(quote="Bob’s words.")
        edition = Edition.objects.get()
        editing.edit(
            edition=edition, values={"quote": "Adam’s words.", "title": "Owner"}, by=self.adam
        )
        answer = self.client.post(self.url(), data)
        self.assertContains(answer, "Two people edited this", status_code=409)
        for text in ("Bob’s words.", "Adam’s words."):
            self.assertContains(answer, text, status_code=409)
        again = self.form_data(quote="Bob’s words.", choice_quote="typed")
        assert self.client.post(self.url(), again).status_code == 302
        edition.refresh_from_db()
        assert (edition.quote, edition.title) == ("Bob’s words.", "Owner")

    def test_changes_of_two_people_to_different_fields_are_merged(self):
        self.step("draft")
        data = self.form_data(quote="Bob’s words.")
        edition = Edition.objects.get()
        editing.edit(edition=edition, values={"title": "Owner"}, by=self.adam)
        assert self.client.post(self.url(), data).status_code == 302
        edition.refresh_from_db()
        assert (edition.quote, edition.title) == ("Bob’s words.", "Owner")

    def test_an_edit_of_a_confirmed_edition_is_returned(self):
        self.given = create_approved(brand=self.brand, by=self.bob).testimonial
        data = self.form_data(quote="Too late.")
        editing.confirm(edition=self.given.editions.get())
        answer = self.client.post(self.url(), data)
        self.assertContains(answer, "Too late.", status_code=409)
        later = editing.draft(testimonial=self.given, by=self.adam)
        answer = self.client.post(self.url(), data)  # nor is it stored in the next edition
        self.assertContains(answer, "Too late.", status_code=409)
        later.refresh_from_db()
        assert later.quote == "They answer within a minute."

    def test_a_failed_conversion_is_started_again(self):
        self.step("draft")
        Edition.objects.update(failure="The photo could not be read.", progress=0)
        page = self.client.get(self.url())
        self.assertContains(page, "The photo could not be read.")
        assert self.step("convert").status_code == 302
        assert Edition.objects.get().failure == ""
        self.assertContains(self.step("convert"), "not possible any more", status_code=409)

    def test_progress_is_told_to_scripts(self):
        self.step("draft")
        assert self.client.get(self.url("progress")).json() == {"progress": None}
        Edition.objects.update(progress=40)
        assert self.client.get(self.url("progress")).json() == {"progress": 40}
        self.assertContains(self.client.get(self.url()), "Reload the page to see how far it is.")

    def test_unreadable_captions_are_returned_with_the_line(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        self.step("draft")
        captions = "WEBVTT\n\n00:01.000 -> 00:04.000\nThey answer."
        answer = self.client.post(self.url(), self.form_data(captions=captions))
        self.assertContains(answer, "Line 3: there is no time", status_code=422)
        self.assertContains(answer, "They answer.", status_code=422)

    def test_a_cut_is_inside_the_video_and_its_picture_inside_the_cut(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        self.step("draft")
        for typed, error in (
            ({"trim_end": "66"}, "The video is over after 65"),
            ({"trim_start": "65"}, "Leave at least 1 second"),
            ({"trim_start": "-1"}, "Leave at least 1 second"),
            ({"trim_start": "20", "trim_end": "10"}, "Leave at least 1 second"),
            ({"trim_start": "60", "poster_at": "9"}, "The cut is over after 5"),
        ):
            answer = self.client.post(self.url(), self.form_data(**typed))
            self.assertContains(answer, error, status_code=422)
        assert self.client.post(self.url(), self.form_data(trim_end="30")).status_code == 302
        edition = Edition.objects.get(confirmed_at=None)
        assert (edition.progress, edition.captions_checked_at) == (0, None)

    def test_captions_are_stored_as_webvtt_within_the_cut(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        self.step("draft")
        subrip = "1\n00:00:01,000 --> 00:00:04,000\n<b>They</b> answer.\n\nNOTE Secret"
        assert self.client.post(self.url(), self.form_data(captions=subrip)).status_code == 302
        edition = Edition.objects.get(confirmed_at=None)
        stored = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nThey answer."
        assert (edition.captions, edition.version) == (stored, 2)
        self.client.post(self.url(), self.form_data())
        edition.refresh_from_db()
        assert edition.version == 2
        late = "WEBVTT\n\n01:08.000 --> 01:09.000\nToo late."
        answer = self.client.post(self.url(), self.form_data(captions=late))
        self.assertContains(answer, "ends after the video", status_code=409)
        self.assertContains(answer, "Too late.", status_code=409)

    def test_captions_that_a_shorter_cut_made_too_long_are_not_checked(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        self.step("draft")
        captions = "WEBVTT\n\n00:01.000 --> 00:20.000\nThey answer."
        self.client.post(self.url(), self.form_data(captions=captions))
        assert self.client.post(self.url(), self.form_data(trim_end="10")).status_code == 302
        self.assertContains(self.step("check"), "ends after the video", status_code=409)

    def test_a_testimonial_in_review_is_refused_for_a_reason(self):
        assert self.step("refuse", refusal="").status_code == 422
        assert self.step("refuse", refusal="off_topic").status_code == 302
        self.given.refresh_from_db()
        assert (self.given.state, self.given.refusal) == (State.REFUSED, "off_topic")

    def test_no_step_is_taken_that_the_page_does_not_offer(self):
        giving.withdraw(testimonial=self.given)
        for name in STEPS:
            assert self.step(name, trade="portals", note="x").status_code in {403, 409}, name
        self.given.refresh_from_db()
        assert self.given.trade == "car-dealers"

    def test_changed_captions_are_checked_by_a_person(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        self.step("draft")
        captions = "WEBVTT\n\n00:01.000 --> 00:04.000\nThey answer fast."
        self.client.post(self.url(), self.form_data(captions=captions))
        self.assertContains(self.step("approve"), "Compare the captions", status_code=409)
        assert self.step("check").status_code == 302
        edition = Edition.objects.get(confirmed_at=None)
        assert (edition.captions_checked_by, edition.transcript) == (self.bob, "They answer fast.")
        assert self.step("approve").status_code == 302

    def test_missing_programs_are_named(self):
        self.given = create_video(brand=self.brand, by=self.bob)
        with mock.patch.object(tools, "missing", return_value=["ffmpeg"]):
            self.assertContains(self.client.get(self.url()), "it lacks ffmpeg")

    def test_nothing_is_edited_while_the_guest_changes_it(self):
        self.step("draft")
        data = self.form_data(quote="Bob’s words.")
        self.step("ask", note="Please name the year.")
        assert self.client.get(self.url()).context["form"] is None
        answer = self.client.post(self.url(), data)
        self.assertContains(answer, "Bob’s words.", status_code=409)
        self.assertContains(answer, "this is no longer possible", status_code=409)
        giving.withdraw(testimonial=self.given)
        assert list(self.client.get(self.url()).context["steps"]) == []
        self.assertContains(self.client.post(self.url(), data), "Bob’s words.", status_code=409)

    def test_a_draft_beside_a_published_edition_can_be_discarded(self):
        self.given = create_published(brand=self.brand, by=self.bob)
        self.step("draft")
        assert self.step("discard").status_code == 302
        assert [edition.number for edition in self.given.editions.all()] == [1]

    def test_the_only_edition_is_not_discarded(self):
        self.step("draft")
        answer = self.step("discard")
        self.assertContains(answer, "not possible any more", status_code=409)

    def test_a_withdrawal_on_request_says_how_it_was_asked_for(self):
        self.client.force_login(self.dora)
        assert self.step("withdraw").status_code == 422
        assert self.step("withdraw", note="By phone").status_code == 302
        assert self.state() == State.WITHDRAWN
        event = Event.objects.get(step="withdrawn")
        assert (event.by, event.note) == (self.dora, "By phone")

    def test_a_privacy_officer_reads_and_withdraws_only(self):
        self.client.force_login(self.dora)
        page = self.client.get(self.url())
        assert list(page.context["steps"]) == ["withdraw"]
        assert page.context["form"] is None
        for step in ("draft", "approve", "ask", "publish", "details"):
            assert self.step(step).status_code == 403
        assert self.client.post(self.url(), {"edition": "1"}).status_code == 403

    def test_others_see_nothing(self):
        for user in (self.alice, self.charlie, self.erin):
            self.client.force_login(user)
            for step in ("change", "progress"):
                assert self.client.get(self.url(step)).status_code == 403
            assert self.client.post(self.url("proof")).status_code == 403

    def test_a_logo_and_a_trade_are_stored(self):
        assert self.step("details", trade="portals", logo="").status_code == 302
        self.given.refresh_from_db()
        assert self.given.trade == "portals"

    def test_the_page_takes_the_same_queries_for_10_and_200(self):
        self.step("draft")
        self.client.get(self.url())
        with self.assertNumQueries(11):
            self.client.get(self.url())
        create_copies(self.given, 199)
        with self.assertNumQueries(11):
            self.client.get(self.url())
