"""The page of a testimonial: its steps, who may take them, and that nothing typed is lost."""

from testimonials.models import Edition, Event, Testimonial
from testimonials.services import editing, giving
from testimonials.states import State
from tests.base import StaffTestCase

from .factories import create_approved, create_copies, create_given, create_published, words


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
        return self.client.post(self.url(name), {"seen": self.seen(), **data})

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

    def test_a_step_without_a_reason_says_so(self):
        answer = self.step("ask", note=" ")
        assert answer.status_code == 422
        self.assertContains(answer, "This field is required.", status_code=422)

    def test_a_step_that_is_too_late_returns_what_was_typed(self):
        seen = self.seen()
        giving.withdraw(testimonial=self.given)
        data = {"seen": seen, "note": "Please name the year."}
        answer = self.client.post(self.url("ask"), data)
        self.assertContains(answer, "Please name the year.", status_code=409)
        self.assertContains(answer, "What you wrote, to be copied", status_code=409)

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
        edition = Edition.objects.get()
        editing.edit(edition=edition, values={"quote": ""}, by=self.bob)
        answer = self.step("approve")
        self.assertContains(answer, "Write the words to print.", status_code=409)

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

    def test_a_draft_beside_a_published_edition_can_be_discarded(self):
        self.given = create_published(brand=self.brand, by=self.bob)
        self.step("draft")
        assert self.step("discard").status_code == 302
        assert [edition.number for edition in self.given.editions.all()] == [1]

    def test_the_only_edition_is_not_discarded(self):
        self.step("draft")
        answer = self.step("discard")
        self.assertContains(answer, "It is the only edition", status_code=409)

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
        assert self.client.post(self.url(), {}).status_code == 403

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
