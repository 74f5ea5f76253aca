"""Small breaches around testimonials; each turns the promise red that it breaks."""

from dataclasses import replace
from unittest import mock

from privacy import registry
from privacy.models import Consent
from testimonials.models import Edition, Listing, Testimonial
from testimonials.models.editions import EditionQuerySet
from testimonials.models.listings import ListingQuerySet
from testimonials.services import consents, directory
from tests.promises.sabotage import SabotageTestCase

from .factories import create_published


class TestimonialPromisesTestCase(SabotageTestCase):
    only = ("P28", "P30")

    def test_promises_hold_and_sample_people_are_removed(self):
        self.turns_red()
        for model in (Testimonial, Listing, Consent):
            assert not model.objects.exists()

    def test_a_page_that_does_not_ask_for_the_consent_is_found(self):
        def careless(self, brand=None, now=None):
            return self.filter(testimonial__live_number__isnull=False)

        with mock.patch.object(EditionQuerySet, "published", careless):
            self.turns_red("P28")

    def test_a_consent_that_is_not_withdrawn_is_found(self):
        with mock.patch.object(consents, "withdraw", lambda testimonial: None):
            self.turns_red()  # the state alone hides it
        with (
            mock.patch.object(consents, "withdraw", lambda testimonial: None),
            mock.patch.object(Testimonial, "move", lambda self, to, **columns: None),
        ):
            self.turns_red("P28")

    def test_a_testimonial_with_the_consent_of_another_is_found(self):
        ours = create_published(brand=self.brand, by=None)
        other = create_published(brand=self.brand, by=None, email="other@example.com")
        Testimonial.objects.filter(pk=ours.pk).update(person_consent=other.person_consent)
        self.turns_red("P28")

    def test_a_directory_that_does_not_ask_for_the_consent_is_found(self):
        with mock.patch.object(ListingQuerySet, "listed", lambda self, brand, now=None: self.all()):
            self.turns_red("P30")

    def test_an_entry_that_cannot_be_removed_is_found(self):
        with mock.patch.object(directory, "remove", lambda listing: None):
            self.turns_red("P30")

    def test_a_missing_testimonial_in_erasure_is_found(self):
        for model in (Testimonial, Listing):
            whole = registry.declarations[model]
            blind = replace(whole, about=lambda subject, model=model: model._base_manager.none())
            with mock.patch.dict(registry.declarations, {model: blind}):
                self.turns_red("P30")

    def test_an_edition_left_by_the_erasure_is_found(self):
        whole = registry.declarations[Edition]
        blind = replace(whole, about=lambda subject: Edition._base_manager.none())
        with mock.patch.dict(registry.declarations, {Edition: blind}):
            self.turns_red("P30")
