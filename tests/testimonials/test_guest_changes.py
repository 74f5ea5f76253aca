"""A guest changes their words, and sees on one page what becomes of them (P30)."""

from testimonials.models import Edition, Testimonial
from testimonials.services import editing, giving
from testimonials.states import State
from tests.test_public_forms import values_of

from .factories import create_approved, create_given, create_published
from .guests import WORDS, GuestTestCase, page_text


class ChangeTestCase(GuestTestCase):
    def change(self, testimonial: Testimonial, **given: str):
        return self.send(testimonial, "words", **{**WORDS, **given})

    def test_changed_words_are_stored_and_read_again(self):
        given = create_given(brand=self.brand, by=self.bob)
        editing.ask_for_changes(testimonial=given, note="Which office was it?", by=self.bob)
        page = self.open(given)
        assert "Which office was it?" in page_text(page)
        assert self.change(given, text="The office in Alpharetta.").status_code == 303
        stored = self.stored(given)
        assert (stored.text, stored.state) == ("The office in Alpharetta.", State.IN_REVIEW)
        assert "Which office was it?" not in page_text(self.open(given))

    def test_what_is_online_stays_as_the_guest_confirmed_it(self):
        published = create_published(brand=self.brand, by=self.bob)
        self.change(published, text="Quite different.")
        assert Edition.objects.published(self.brand).get().quote == "They answer within a minute."

    def test_another_company_has_to_agree_itself(self):
        published = create_published(brand=self.brand, by=self.bob)
        assert published.shows_company(self.brand)
        self.change(published, company="Other Motors")
        stored = self.stored(published)
        assert not stored.shows_company(self.brand)
        assert (
            not published.company_consent.__class__.objects.active()
            .filter(purpose="company")
            .exists()
        )
        assert "Other Motors has not agreed to be named" in page_text(self.open(published))

    def test_an_approved_version_is_not_confirmed_after_other_words(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        self.change(edition.testimonial, text="Quite different.")
        assert self.stored(edition.testimonial).state == State.IN_REVIEW
        assert Edition.objects.get().approved_at is None
        editing.approve(edition=Edition.objects.get(), by=self.bob)
        assert self.stored(edition.testimonial).state == State.APPROVED

    def test_words_that_come_too_late_are_given_back(self):
        given = create_given(brand=self.brand, by=self.bob)
        giving.withdraw(testimonial=given)
        sent = self.change(given, text="One more thing.", name="Ada Byron", incentive="A mug")
        assert {"Ada Byron", "A mug"} <= set(values_of(sent).values())
        assert sent.status_code == 409
        assert "This testimonial was withdrawn, so nothing has been changed" in sent.text
        assert "One more thing." in values_of(sent).values()

    def test_wrong_words_come_back_with_what_is_wrong(self):
        given = create_given(brand=self.brand, by=self.bob)
        sent = self.change(given, name="", text="Kept.")
        assert sent.status_code == 422
        assert "<title>Not changed yet: " in sent.text
        assert values_of(sent)["text"] == "Kept."

    def test_the_page_says_the_state_in_plain_words(self):
        given = create_given(brand=self.brand, by=self.bob)
        for state, heading in {
            "held": "Thank you, we have your testimonial",
            "in_review": "We are preparing your testimonial",
            "refused": "We do not publish this testimonial",
        }.items():
            row = Testimonial.objects.get(pk=given.pk)
            row.pk, row.state, row.key = None, state, Testimonial().key
            row.refusal = "spam" if state == "refused" else ""
            row.save(force_insert=True)
            assert heading in page_text(self.open(row))

    def test_a_taken_down_testimonial_says_that_it_is_offline(self):
        published = create_published(brand=self.brand, by=self.bob)
        editing.take_down(testimonial=published, by=self.bob)
        text = page_text(self.open(published))
        assert "You confirmed your testimonial" in text
        assert "Where it is online" not in text
