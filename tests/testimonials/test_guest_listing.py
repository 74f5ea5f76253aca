"""A company agrees to its entry in the customer directory, or removes it (P30)."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from privacy.models import Consent
from testimonials.forms.listing import digest
from testimonials.models import Listing
from testimonials.services import directory
from tests.base import run_jobs

from .factories import create_listing
from .guests import GuestTestCase, listing_path, page_text


class ListingTestCase(GuestTestCase):
    def test_the_page_shows_the_entry_and_the_words(self):
        listing = create_listing(brand=self.brand, agreed=False)
        text = page_text(self.client.get(listing_path(listing)))
        assert directory.wording(listing) in text
        assert "Springfield, Illinois" in text
        assert not Listing.objects.listed(self.brand).exists()

    def test_the_stored_words_are_those_on_the_page(self):
        listing = create_listing(brand=self.brand, agreed=False, company="Motors & <Sons>")
        words = directory.wording(listing)
        assert words in page_text(self.client.get(listing_path(listing)))
        agreed = {"answer": "agree", "read": digest(words)}
        assert self.client.post(listing_path(listing), agreed).status_code == 303
        assert Consent.objects.get().wording == words
        assert "Motors & <Sons>" in words
        assert list(Listing.objects.listed(self.brand)) == [listing]

    def test_the_words_name_all_that_is_shown(self):
        listing = create_listing(brand=self.brand, agreed=False)
        words = directory.wording(listing)
        for shown in (
            "Example Motors",
            "Springfield",
            "Illinois",
            "Car dealers",
            "https://motors.example.com/",
        ):
            assert shown in words

    def test_words_of_another_day_are_read_again(self):
        listing = create_listing(brand=self.brand, agreed=False)
        week_ago = directory.wording(listing, timezone.now() - timedelta(days=7))
        for read in ("", digest(week_ago)):
            sent = self.client.post(listing_path(listing), {"answer": "agree", "read": read})
            assert sent.status_code == 422
        assert not Consent.objects.exists()

    def test_an_entry_is_removed_at_once(self):
        listing = create_listing(brand=self.brand)
        for _ in range(2):
            sent = self.client.post(listing_path(listing), {"answer": "remove"})
            assert sent.status_code == 303
        assert not Listing.objects.listed(self.brand).exists()
        assert "The entry is removed" in page_text(self.client.get(listing_path(listing)))
        run_jobs()
        assert [letter.subject for letter in mail.outbox] == [
            "Example Motors is no longer in our directory"
        ]

    def test_a_forged_link_opens_nothing(self):
        assert self.client.get("/customers/B1aforged/").status_code == 404
        listing = create_listing(brand=self.brand)
        assert self.client.post(listing_path(listing), {"answer": "burn"}).status_code == 422
