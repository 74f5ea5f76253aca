"""The page of a withdrawn testimonial on the review desk."""

from testimonials.services import giving
from tests.base import StaffTestCase

from .factories import create_video


class WithdrawnTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def test_the_files_of_a_withdrawn_testimonial_are_not_offered(self):
        published = create_video(brand=self.brand, by=self.bob, email="bea@example.com")
        url = f"/admin/testimonials/testimonial/{published.pk}/change/"
        assert "video.mp4" in self.client.get(url).content.decode()
        giving.withdraw(testimonial=published)
        assert "video.mp4" not in self.client.get(url).content.decode()
