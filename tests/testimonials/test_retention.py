"""A testimonial is stored no longer than the texts promise (P21)."""

from datetime import timedelta

from django.utils import timezone

from privacy.erasure.retention import GRACE
from privacy.registry import declarations
from testimonials.models import Listing, Testimonial
from testimonials.personal_data import MONTH
from testimonials.states import EXPIRING, State
from tests.base import StaffTestCase

from .factories import create_approved, create_listing, create_published

PROMISED = timedelta(days=30)
DAILY = timedelta(days=1)


class RetentionTestCase(StaffTestCase):
    def over(self, days: int, model=Testimonial) -> set[int]:
        now = timezone.now() + timedelta(days=days)
        retention = declarations[model].retention
        return set(retention.expired(model._base_manager.all(), now).values_list("pk", flat=True))

    def test_what_ended_is_deleted_within_the_promised_days(self):
        assert MONTH + DAILY + GRACE <= PROMISED
        found = create_published(brand=self.brand, by=self.bob)
        Testimonial.objects.filter(pk=found.pk).update(state=State.WITHDRAWN)
        listing = create_listing(brand=self.brand)
        Listing.objects.filter(pk=listing.pk).update(removed_at=timezone.now())
        assert (self.over(26), self.over(26, Listing)) == (set(), set())
        assert (self.over(28), self.over(28, Listing)) == ({found.pk}, {listing.pk})

    def test_what_was_never_published_is_deleted_after_a_year_without_a_step(self):
        found = create_approved(brand=self.brand, by=self.bob).testimonial
        for state in (State.APPROVED, State.IN_REVIEW, State.CHANGES, State.SUBMITTED):
            Testimonial.objects.filter(pk=found.pk).update(state=state)
            assert (self.over(364), self.over(366)) == (set(), {found.pk}), state
            Testimonial.objects.filter(pk=found.pk).update(state=State.IN_REVIEW)

    def test_what_is_published_is_kept_while_its_consent_lasts(self):
        create_published(brand=self.brand, by=self.bob)
        assert self.over(700) == set()

    def test_every_state_ends(self):
        assert set(State) == EXPIRING | {
            State.INVITED,
            State.EXPIRED,
            State.REFUSED,
            State.WITHDRAWN,
        }
