"""Small breaches around testimonials; each turns the promise red that it breaks."""

from dataclasses import replace
from unittest import mock

from contactatonce.lib import limits
from privacy import registry
from privacy.models import Consent
from testimonials.models import Edition, Listing, Testimonial
from testimonials.models.editions import EditionQuerySet
from testimonials.models.listings import ListingQuerySet
from testimonials.services import consents, directory, giving
from tests.promises import sabotage
from tests.promises.sabotage import SabotageTestCase

from .factories import create_published

demand_cookie = sabotage.demanding_cookie()
remember_guest = sabotage.meddling(
    lambda request, response: (
        response.set_cookie("guest", "1") if "/testimonials/yours/" in request.path else None
    )
)
hide_words = sabotage.rewrite(b"I agree that", b"")


class TestimonialPromisesTestCase(SabotageTestCase):
    only = ("P07", "P14", "P15", "P28", "P30")

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

    def test_a_company_that_did_not_agree_is_found(self):
        published = create_published(brand=self.brand, by=None)
        Testimonial.objects.filter(pk=published.pk).update(company="Other Motors")
        Edition.objects.filter(testimonial=published).update(company="Other Motors")
        self.turns_red("P28")

    def test_giving_needs_a_cookie(self):
        self.under("demand_cookie", __name__)
        self.turns_red("P15", "P28")

    def test_the_page_of_a_guest_sets_a_cookie(self):
        self.under("remember_guest", __name__)
        self.turns_red("P14")

    def test_a_form_without_its_words_is_found(self):
        self.under("hide_words", __name__)
        self.turns_red("P28")

    def test_ip_address_in_a_testimonial_is_found(self):
        real = giving.submit

        def submit(**given):
            stored = real(**given)
            Testimonial.objects.filter(pk=stored.pk).update(company=self.seen)
            return stored

        with (
            mock.patch.object(giving, "submit", submit),
            mock.patch.object(limits, "seconds_to_wait", self.remember),
        ):
            self.turns_red("P07")

    def remember(self, request, **given):
        self.seen = request.META["REMOTE_ADDR"]
        return 0

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
