"""How often a page of a blog asks the database: the same for 20 and for 60 posts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from media.models import Image
from tests.blog.base import BlogTestCase, create_author, create_post, create_tag

MOST = {
    "/posts/post-3/": 10,
    "/posts/": 6,
    "/posts/?page=2": 6,
    "/tags/first-reply/": 6,
    "/authors/dana-example/": 6,
    "/series/a-series/": 6,
    "/archive/": 6,
    "/feeds/rss.xml": 4,
    "/feeds/atom.xml": 4,
    "/feeds/feed.json": 4,
    "/tags/first-reply/rss.xml": 4,
    "/authors/dana-example/feed.json": 4,
    "/search/?q=first": 4,
}


def is_counter(sql):
    """Tell whether a statement belongs to the rate limit of the search, or to the test itself."""
    return '"cache"' in sql or "SAVEPOINT" in sql


class BudgetsTestCase(BlogTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.tags = [create_tag(), create_tag("Hours")]
        cls.authors = [cls.author, create_author("second", name="Second Author")]
        cls.series = cls.brand.series.create(title="A series", slug="a-series")

    def add_posts(self, first, last):
        for number in range(first, last):
            create_post(
                f"post-{number}",
                title=f"The first answer {number}",
                tags=self.tags,
                authors=self.authors,
                series=self.series if number < 9 else None,
                cover=Image.objects.create(
                    title="x", alt="x", width=9, height=9, content_hash=str(number)
                ),
                publish_at=timezone.now() - timedelta(days=400 - number),
            )

    def counts(self):
        """Return how many queries each page takes in a process that knows its sites."""
        found = {}
        for path in MOST:
            assert self.client.get(path).status_code == 200, path
            with CaptureQueriesContext(connection) as queries:
                self.client.get(path)
            asked = [query["sql"] for query in queries if not is_counter(query["sql"])]
            found[path] = len(asked)
            assert found[path] <= MOST[path], [sql[:160] for sql in asked]
        return found

    def test_query_counts_do_not_grow_with_posts(self):
        self.add_posts(0, 20)
        few = self.counts()
        self.add_posts(20, 60)
        assert self.counts() == few

    def test_the_test_itself_sees_a_query_too_many(self):
        self.add_posts(0, 14)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("blog.models.PostQuerySet.for_cards", lambda rows: rows)
            with pytest.raises(AssertionError):
                self.counts()
        assert Post.objects.count() == 14
