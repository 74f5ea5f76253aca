"""Testimonials that are invented: drawn, published, and marked as a demonstration."""

from contactatonce.accounts.models import Role
from contactatonce.brands.models import Brand
from testimonials.demo import load_testimonials
from testimonials.models import Edition, Listing, Testimonial
from tests.base import StaffTestCase, run_jobs


class DemoTestCase(StaffTestCase):
    def test_four_are_published_with_two_films_and_say_that_they_are_invented(self):
        assert self.bob.groups.filter(name=Role.EDITOR).exists()
        with self.captureOnCommitCallbacks(execute=True):
            assert load_testimonials()
            assert not load_testimonials()
        assert Testimonial.objects.published().count() == 2
        run_jobs()
        shown = list(Edition.objects.published())
        assert len(shown) == 4
        assert len([edition for edition in shown if edition.video]) == 2
        assert all("invented" in edition.relation for edition in shown)
        assert all(edition.transcript for edition in shown if edition.video)
        for slug in ("autodealerchat", "apartmentchat"):
            brand = Brand.objects.get(slug=slug)
            assert Edition.objects.published(brand).count() == 2
            assert Listing.objects.listed(brand).count() == 1
