"""A post appears and goes at its time in every place, while no worker runs at all."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django_tasks_db.models import DBTaskResult

from tests.blog.base import BlogTestCase, create_post, create_tag

NINE = datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("America/New_York"))
SECOND = timedelta(seconds=1)
LISTS = (
    "/posts/",
    "/archive/",
    "/tags/first-reply/",
    "/authors/dana-example/",
    "/series/a-series/",
    "/feeds/rss.xml",
    "/feeds/atom.xml",
    "/feeds/feed.json",
    "/tags/first-reply/rss.xml",
    "/authors/dana-example/atom.xml",
    "/sitemap-posts-1.xml",
    "/search/?q=nine",
)


class ByTheClockTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        tag = create_tag()
        series = self.brand.series.create(title="A series", slug="a-series")
        shared = {"tags": [tag], "series": series, "authors": [self.author]}
        create_post("older", publish_at=NINE - timedelta(days=30), **shared)
        self.post = create_post("at-nine", publish_at=NINE, **shared)

    def places(self):
        """Return where the post is seen now; its own page counts by its status."""
        page = self.client.get("/posts/at-nine/")
        assert page.status_code in {200, 404}
        seen = {"page"} if page.status_code == 200 else set()
        return seen | {place for place in LISTS if self.shows(place)}

    def shows(self, place):
        response = self.client.get(place)
        assert response.status_code == 200, place
        return b"at-nine" in response.content

    def test_post_appears_everywhere_at_its_time(self):
        with time_machine.travel(NINE - SECOND, tick=False):
            assert self.places() == set()
        with time_machine.travel(NINE + SECOND, tick=False):
            assert self.places() == {"page", *LISTS}
        assert not DBTaskResult.objects.exists()

    def test_post_disappears_everywhere_at_its_end(self):
        end = NINE + timedelta(days=1)
        type(self.post).objects.filter(pk=self.post.pk).update(unpublish_at=end)
        with time_machine.travel(end - SECOND, tick=False):
            assert self.places() == {"page", *LISTS}
        with time_machine.travel(end + SECOND, tick=False):
            assert self.places() == set()

    def test_tag_without_published_posts_is_not_found(self):
        create_post("secret", publish_at=None, tags=[create_tag("Our merger")])
        for path in ("/tags/our-merger/", "/tags/our-merger/rss.xml"):
            assert self.client.get(path).status_code == 404, path

    def test_a_cache_on_the_way_holds_no_list_for_longer_than_a_minute(self):
        with time_machine.travel(NINE, tick=False):
            for place in LISTS:
                cached = self.client.get(place).headers.get("Cache-Control", "")
                ages = re.findall(r"max-age=(\d+)", cached)
                assert all(int(age) <= 60 for age in ages), place

    def test_a_draft_is_nowhere(self):
        type(self.post).objects.filter(pk=self.post.pk).update(publish_at=None)
        with time_machine.travel(NINE + timedelta(days=365), tick=False):
            assert self.places() == set()

    def test_publication_time_across_a_clock_change(self):
        for moment in (
            datetime(2026, 3, 8, 7, tzinfo=UTC),  # spring forward in Alpharetta
            datetime(2026, 11, 1, 6, tzinfo=UTC),  # the hour that comes twice
        ):
            type(self.post).objects.filter(pk=self.post.pk).update(publish_at=moment)
            with time_machine.travel(moment - SECOND, tick=False):
                assert "page" not in self.places()
            with time_machine.travel(moment + SECOND, tick=False):
                assert "page" in self.places()

    def test_the_page_cache_holds_a_list_for_two_seconds_at_most(self):
        with self.settings(PAGE_CACHE_SECONDS=1):
            with time_machine.travel(NINE - SECOND, tick=False):
                assert self.client.get("/posts/at-nine/").status_code == 404
            with time_machine.travel(NINE + SECOND, tick=False):
                assert self.client.get("/posts/at-nine/").status_code == 200

    def test_neighbors_are_published_posts(self):
        with time_machine.travel(NINE - SECOND, tick=False):
            assert b"at-nine" not in self.client.get("/posts/older/").content
        with time_machine.travel(NINE + SECOND, tick=False):
            assert b"at-nine" in self.client.get("/posts/older/").content
