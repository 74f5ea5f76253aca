"""The guest sees the edited version as it will be printed, and confirms it or not (P28)."""

import pytest

from testimonials.links import guest_path
from testimonials.models import Edition, Testimonial
from testimonials.services import editing, giving
from testimonials.services.steps import Refused
from testimonials.states import State
from testimonials.views import confirming
from tests.test_public_forms import values_of

from .factories import answer, create_approved, create_given, create_published
from .guests import GuestTestCase, page_text


class ConfirmTestCase(GuestTestCase):
    def confirm(self, edition: Edition, **fields: str):
        sent = {"answer": "confirm", "seen": confirming.stamp(edition), **fields}
        return self.send(edition.testimonial, "confirm", **sent)

    def test_the_page_shows_what_will_be_printed(self):
        edition = create_approved(brand=self.brand, by=self.bob, incentive="A mug")
        text = page_text(self.open(edition.testimonial, "confirm"))
        for printed in (
            "They answer within a minute.",
            "Ada Example, Manager, Example Motors",
            "Customer since 2020",
            "Received in return: A mug",
        ):
            assert printed in text

    def test_a_company_that_did_not_agree_is_not_shown(self):
        alone = answer(self.brand, company=False)
        edition = create_approved(brand=self.brand, by=self.bob, answer=alone)
        text = page_text(self.open(edition.testimonial, "confirm"))
        assert "Manager, Example Motors" not in text
        assert "Example Motors is not named, because it has not agreed" in text

    def test_a_confirmed_version_is_online_at_once(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        assert self.open(edition.testimonial, "confirm").status_code == 200
        assert not Testimonial.objects.published().exists()  # GET confirms nothing
        sent = self.confirm(edition)
        assert sent["Location"] == guest_path(edition.testimonial)
        assert Testimonial.objects.published(self.brand).exists()
        assert "Your testimonial is online" in self.open(edition.testimonial).text

    def test_a_guest_asks_for_changes(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        assert self.confirm(edition, answer="decline", note="").status_code == 422
        sent = self.confirm(edition, answer="decline", note="My name is Ada Byron.")
        assert sent.status_code == 303
        testimonial = self.stored(edition.testimonial)
        assert testimonial.state == State.IN_REVIEW
        assert testimonial.events.get(step="declined").note == "My name is Ada Byron."

    def test_a_version_that_was_edited_since_is_not_confirmed_unseen(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        seen = confirming.stamp(edition)
        editing.edit(edition=edition, values={"quote": "They answer fast."}, by=self.bob)
        assert self.confirm(edition, seen=seen).status_code == 409
        editing.approve(edition=edition, by=self.bob)
        sent = self.confirm(edition, seen=seen)
        assert sent.status_code == 409
        assert "was edited again" in sent.text
        assert "They answer fast." in sent.text
        assert not Testimonial.objects.published().exists()
        edition.refresh_from_db()
        assert self.confirm(edition).status_code == 303

    def test_a_version_that_was_edited_since_is_not_declined_unseen(self):
        seen = create_approved(brand=self.brand, by=self.bob)
        edition = Edition.objects.get(pk=seen.pk)
        editing.edit(edition=edition, values={"quote": "They answer fast."}, by=self.bob)
        editing.approve(edition=edition, by=self.bob)
        with pytest.raises(Refused, match="edited again"):
            editing.decline(edition=seen, note="Please shorten it.")
        assert self.stored(seen.testimonial).state == State.APPROVED

    def test_a_note_that_comes_too_late_is_given_back(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        editing.edit(edition=edition, values={"quote": "They answer fast."}, by=self.bob)
        sent = self.confirm(edition, answer="decline", note="Please shorten it.")
        assert sent.status_code == 409
        assert "Please shorten it." in values_of(sent).values()

    def test_a_later_version_waits_while_the_first_stays_online(self):
        published = create_published(brand=self.brand, by=self.bob)
        later = editing.draft(testimonial=published, by=self.bob)
        editing.edit(edition=later, values={"quote": "They answer fast."}, by=self.bob)
        editing.approve(edition=later, by=self.bob)
        page = self.open(published)
        assert "The edited version waits for you" in page.text
        assert "What is online now stays" in self.open(published, "confirm").text
        later.refresh_from_db()
        self.confirm(later)
        assert Edition.objects.published(self.brand).get().quote == "They answer fast."

    def test_without_a_version_to_confirm_the_page_leads_back(self):
        given = create_given(brand=self.brand, by=self.bob)
        assert self.open(given, "confirm")["Location"] == guest_path(given)
        edition = editing.draft(testimonial=given, by=self.bob)
        assert self.confirm(edition).status_code == 409

    def test_a_withdrawn_testimonial_is_not_confirmed(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        giving.withdraw(testimonial=edition.testimonial)
        assert self.confirm(edition).status_code == 409
        assert not Testimonial.objects.published().exists()

    def test_stamps_that_no_page_has_are_refused(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        for seen in ("", "1", "1 now", "x" * 41, "²⁵⁶ x", "99999999999999999999 x"):
            assert self.confirm(edition, seen=seen).status_code in {409, 422}
        other = create_approved(brand=self.brand, by=self.bob, email="b@example.com")
        assert self.confirm(edition, seen=confirming.stamp(other)).status_code == 409
