"""The page of one testimonial: player, transcript, structured data, and its end."""

import json
import re

from testimonials.services import editing, giving
from tests.base import StaffTestCase
from tests.testimonials.factories import (
    answer,
    create_approved,
    create_published,
    create_video,
    live,
)


class TestimonialPageTestCase(StaffTestCase):
    def page(self, testimonial, **headers):
        response = self.client.get(testimonial.get_absolute_url(), headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    def graph(self, page):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
        return {part["@type"]: part for part in json.loads(block)["@graph"]}

    def test_player_loads_nothing_before_it_is_used(self):
        found = create_video(brand=self.brand, by=self.adam)
        page = self.page(found)
        player = re.search("<video[^>]*>", page)[0]
        self.assertIn('preload="none"', player)
        self.assertIn(" controls ", player)
        self.assertNotIn("autoplay", player)
        self.assertIn('width="1280" height="720"', player)
        self.assertIn(f'poster="/testimonials/files/{live(found).pk}/picture.webp"', player)
        self.assertRegex(page, r'<track kind="captions" src="/testimonials/files/\d+/captions.vtt"')
        self.assertIn("Forget my player settings", page)

    def test_page_has_the_transcript_and_describes_the_video(self):
        found = create_video(brand=self.brand, by=self.adam)
        page = self.page(found)
        self.assertIn("<p>They answer within a minute.</p></section>", page)
        video = self.graph(page)["VideoObject"]
        origin = "https://www.contactatonce.com"
        number = live(found).pk
        assert video == {
            "@type": "VideoObject",
            "name": "Ada Example, Example Motors about Contact At Once!",
            "description": "They answer within a minute.",
            "thumbnailUrl": f"{origin}/testimonials/files/{number}/picture.jpeg",
            "uploadDate": found.published_at.isoformat(timespec="seconds"),
            "duration": "PT65S",
            "contentUrl": f"{origin}/testimonials/files/{number}/video.mp4",
            "transcript": "They answer within a minute.",
        }

    def test_text_needs_no_script_and_describes_nothing(self):
        page = self.page(create_published(brand=self.brand, by=self.adam))
        self.assertNotIn("player.js", page)
        self.assertEqual(set(self.graph(page)), {"Organization", "WebSite"})

    def test_other_site_names_the_canonical_one(self):
        other = type(self.brand).objects.get(slug="autodealerchat")
        found = create_published(brand=self.brand, by=self.adam, answer=answer(self.brand, other))
        page = self.page(found, host=other.host)
        self.assertIn(f'<link rel="canonical" href="{found.url}">', page)

    def test_withdrawn_one_is_410_at_once_and_taken_down_one_404(self):
        found = create_published(brand=self.brand, by=self.adam)
        editing.take_down(testimonial=found, by=self.adam)
        assert self.client.get(found.get_absolute_url()).status_code == 404
        giving.withdraw(testimonial=found)
        response = self.client.get(found.get_absolute_url())
        assert response.status_code == 410
        self.assertNotContains(response, "Ada Example", status_code=410)

    def test_one_that_was_never_published_is_404_once_withdrawn(self):
        found = create_approved(brand=self.brand, by=self.adam).testimonial
        giving.withdraw(testimonial=found)
        assert self.client.get(found.get_absolute_url()).status_code == 404

    def test_number_that_does_not_exist_is_404(self):
        for number in ("0", "99999", "9" * 30, "9" * 5000):
            assert self.client.get(f"/testimonials/{number}/").status_code == 404
