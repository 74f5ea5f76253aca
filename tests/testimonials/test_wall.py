"""The wall shows what customers agreed to, and nothing else."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Brand
from media.models import Image
from testimonials.models import Testimonial
from testimonials.services import giving
from testimonials.services.consents import Answer
from tests.base import StaffTestCase
from tests.pages.test_section_order import faults
from tests.testimonials.factories import answer, create_listing, create_published, create_video

PAGES = {"/testimonials/": 4, "/testimonials/?trade=car-dealers": 4, "/testimonials/?page=2": 4}


class WallTestCase(StaffTestCase):
    def create(self, **given):
        return create_published(brand=self.brand, by=self.adam, **given)

    def create_many(self, first, last):
        """Store testimonials, each with a logo and a trade in turn, as fast as can be."""
        for number in range(first, last):
            found = self.create(
                email=f"guest{number}@example.com",
                text=f"Words {number}.",
                trade=("car-dealers", "apartments")[number % 2],
            )
            logo = Image.objects.create(
                title="x", alt="x", width=9, height=9, content_hash=str(number)
            )
            Testimonial.objects.filter(pk=found.pk).update(logo=logo)

    def page(self, path="/testimonials/", **headers):
        response = self.client.get(path, headers=headers)
        assert response.status_code == 200, path
        return response.content.decode()


class ShownTestCase(WallTestCase):
    def test_card_prints_words_name_and_disclosures(self):
        self.create(relation="Customer since 2020", incentive="A gift card", name="Ada <b>")
        page = self.page()
        for text in ("They answer within a minute.", "Ada &lt;b&gt;", "Manager, Example Motors"):
            self.assertIn(text, page)
        self.assertIn("Customer since 2020", page)
        self.assertIn("Received in return: A gift card", page)

    def test_company_is_named_only_with_its_own_consent(self):
        self.create(answer=answer(self.brand, company=False))
        page = self.page()
        self.assertIn("Manager", page)
        self.assertNotIn("Example Motors", page)

    def test_site_without_consent_shows_nothing(self):
        found = self.create()
        other = {"host": "www.autodealerchat.com"}
        self.assertNotIn("Ada Example", self.page(**other))
        assert self.client.get(found.get_absolute_url(), headers=other).status_code == 404

    def test_a_site_is_not_another_whose_slug_begins_like_it(self):
        two = Brand.objects.create(
            slug="contactatonce-two", host="two.example.com", calendar=self.brand.calendar
        )
        found = self.create(answer=answer(two))
        self.assertNotIn("Ada Example", self.page())
        assert list(Testimonial.objects.published(self.brand)) == []
        assert list(Testimonial.objects.published(two)) == [found]

    def test_consent_for_social_media_alone_shows_nothing_here(self):
        sites = frozenset({self.brand.slug})
        found = self.create()
        giving.change_consent(testimonial=found, answer=Answer(sites, frozenset({"social"})))
        self.assertNotIn("Ada Example", self.page())

    def test_video_is_a_poster_with_its_length_and_no_player(self):
        create_video(brand=self.brand, by=self.adam)
        page = self.page()
        self.assertIn("Video, 1:05", page)
        self.assertRegex(page, r'<img src="/testimonials/files/\d+/small.webp" width="1280"')
        self.assertNotIn("<video", page)
        self.assertNotIn(".mp4", page)

    def test_empty_wall_says_so(self):
        self.assertIn("Nothing here yet", self.page())

    def test_pages_are_valid_html(self):
        found = create_video(brand=self.brand, by=self.adam, incentive="A <gift> & more")
        self.create(email="bea@example.com", name="Bea & <i>Co")
        create_listing(brand=self.brand, company="<b>Motors", link="")
        for path in ("/testimonials/", found.get_absolute_url(), "/customers/?q=%22%3E"):
            assert faults(self.page(path)) == [], path

    def test_no_page_claims_reviews_or_ratings(self):
        found = create_video(brand=self.brand, by=self.adam)
        for path in ("/testimonials/", found.get_absolute_url(), "/customers/"):
            self.assertIsNone(re.search("Review|Rating", self.page(path)), path)


class FilterTestCase(WallTestCase):
    def test_trades_are_plain_links_to_what_they_have(self):
        self.create(trade="car-dealers", text="About cars.")
        self.create(trade="apartments", text="About homes.", email="bea@example.com")
        page = self.page()
        self.assertIn('<a href="/testimonials/?trade=apartments">Apartment communities</a>', page)
        self.assertNotIn("trade=portals", page)
        page = self.page("/testimonials/?trade=apartments")
        self.assertIn("About homes.", page)
        self.assertNotIn("About cars.", page)
        self.assertIn('href="/testimonials/?trade=apartments" aria-current="true"', page)

    def test_unknown_trade_or_page_is_404(self):
        for query in ("trade=boats", "trade=%00", "page=0", "page=2", "page=x", "page=01"):
            assert self.client.get(f"/testimonials/?{query}").status_code == 404, query

    def test_second_page_has_its_own_canonical_url(self):
        self.create_many(0, 13)
        first, second = self.page(), self.page("/testimonials/?page=2")
        assert first.count("<blockquote>") == 12
        assert second.count("<blockquote>") == 1
        self.assertIn('href="/testimonials/?page=2" rel="next"', first)
        self.assertIn('href="https://www.contactatonce.com/testimonials/?page=2"', second)


class BudgetTestCase(WallTestCase):
    def counts(self, pages):
        found = {}
        for path, most in pages.items():
            self.page(path)
            with CaptureQueriesContext(connection) as queries:
                self.page(path)
            found[path] = len(queries)
            assert found[path] <= most, [query["sql"][:200] for query in queries]
        return found

    def test_query_counts_do_not_grow_with_testimonials(self):
        self.create_many(0, 15)
        one = Testimonial.objects.order_by("pk").first().get_absolute_url()
        pages = {**PAGES, one: 5}
        few = self.counts(pages)
        self.create_many(15, 200)
        assert self.counts(pages) == few

    def test_visitors_get_no_cookie(self):
        self.create()
        response = Client().get("/testimonials/", headers={"host": self.host})
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
