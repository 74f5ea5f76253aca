"""The customer directory lists companies while they agree (P30)."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Brand
from testimonials.services import directory
from tests.base import SiteTestCase
from tests.testimonials.factories import create_listing

MOST = 3


class DirectoryTestCase(SiteTestCase):
    def create(self, company="Example Motors", **given):
        return create_listing(brand=self.brand, company=company, **given)

    def page(self, query="", **headers):
        response = self.client.get(f"/customers/{query}", headers=headers)
        assert response.status_code == 200, query
        return response.content.decode()

    def names(self, query=""):
        page = self.page(query)
        found = ("Example Motors", "Park Homes", "Lake Homes", "Silent Cars")
        return [name for name in found if f"<h2>{name}</h2>" in page]

    def create_three(self):
        self.create()
        self.create("Park Homes", place="Dover", region="Ohio", trade="apartments")
        self.create("Lake Homes", place="Salem", region="Oregon", trade="apartments")
        self.create("Silent Cars", agreed=False)

    def test_companies_that_agreed_are_listed_with_place_and_link(self):
        self.create_three()
        page = self.page()
        assert self.names() == ["Example Motors", "Park Homes", "Lake Homes"]
        self.assertIn("Springfield, Illinois · Car dealers", page)
        self.assertIn('href="https://motors.example.com/"', page)
        self.assertNotIn("ada@example.com", page)

    def test_search_finds_company_or_place_with_every_word(self):
        self.create_three()
        assert self.names("?q=home") == ["Park Homes", "Lake Homes"]
        assert self.names("?q=homes+dover") == ["Park Homes"]
        assert self.names("?q=%25") == []
        assert self.names("?q=%00home%0a") == ["Park Homes", "Lake Homes"]
        self.assertIn("No customer found", self.page(f"?q={'x' * 5000}"))

    def test_trade_and_region_are_plain_links_that_keep_each_other(self):
        self.create_three()
        page = self.page("?trade=apartments")
        self.assertIn('href="/customers/?trade=apartments&amp;region=Ohio"', page)
        assert self.names("?trade=apartments&region=Ohio") == ["Park Homes"]
        assert self.names("?trade=boats") == []

    def test_end_of_the_consent_ends_the_entry(self):
        listing = self.create()
        with time_machine.travel(listing.consent.ends_at + timedelta(seconds=1), tick=False):
            assert self.names() == []
        directory.remove(listing=listing)
        assert self.names() == []
        self.assertIn("Nobody is listed yet", self.page())

    def test_other_site_lists_its_own_alone(self):
        self.create()
        other = Brand.objects.get(slug="autodealerchat")
        self.assertNotIn("Example Motors", self.page(host=other.host))

    def test_query_count_does_not_grow(self):
        self.create()
        for _ in range(2):
            self.page()
            with CaptureQueriesContext(connection) as queries:
                self.page("?q=motors&trade=car-dealers")
            assert len(queries) <= MOST, [query["sql"][:200] for query in queries]
            for number in range(200):
                self.create(f"Motors {number}", email=f"a{number}@example.com", region=str(number))
