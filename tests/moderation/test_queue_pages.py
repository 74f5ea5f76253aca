"""Pagination of the moderation queue."""

import re
from datetime import timedelta
from unittest import mock
from urllib.parse import quote

from django.db import connection
from django.test.utils import isolate_apps
from django.utils import timezone

from blog.models import Comment
from moderation import queue, registry
from privacy import fingerprints
from tests.blog.commenting import create_comment

from .base import JUDGE, QueueTestCase

EDGES_OF_TIME = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


class PagesTestCase(QueueTestCase):
    def test_second_page_shows_the_rest(self):
        moment = timezone.now() - timedelta(hours=3)
        for number in range(52):
            self.held(text=f"Text {number:02}.", submitted_at=moment + timedelta(minutes=number))
        page = self.shown()
        assert ">52<" in page
        link = page.split('href="?state=held&amp;from=')[1].split('"')[0]
        rest = self.shown(f"?state=held&from={link}")
        assert "Text 49." in page
        assert "Text 50." not in page
        assert "Text 50." in rest and "Text 51." in rest
        assert "Text 49." not in rest

    def test_empty_later_page_starts_from_the_top(self):
        passed, last = (self.held(text=text) for text in ("Passed over.", "The last."))
        after = f"?from={quote(str(queue.position_of(passed)))}"
        assert "Passed over." not in self.shown(after)
        self.client.post(JUDGE, {"one": f"approve {last.versioned_key}"})
        page = self.shown(after)
        assert "Passed over." in page
        assert "Nothing is waiting." not in page
        assert ">1<" in page

    def test_items_of_the_same_microsecond_are_paged_once(self):
        moment = timezone.now() - timedelta(hours=3)
        for state in ("held", "published"):
            for _ in range(52):
                create_comment(self.post, state=state, submitted_at=moment)
            first = self.shown(f"?state={state}")
            link = first.split(f'href="?state={state}&amp;from=')[1].split('"')[0]
            second = self.shown(f"?state={state}&from={link}")
            assert "from=" not in second
            keys = [re.findall(r'data-key="(.*?)"', page) for page in (first, second)]
            assert [len(each) for each in keys] == [50, 2]
            assert len({*keys[0], *keys[1]}) == 52

    def test_kinds_of_the_same_microsecond_are_paged_once(self):
        with isolate_apps("blog"):

            class Remark(Comment):
                class Meta:
                    app_label = "blog"
                    proxy = True

        moment = timezone.now()
        for state in ("held", "published"):
            for _ in range(7):
                create_comment(self.post, state=state, submitted_at=moment)
            with (
                mock.patch.object(registry, "kinds", [Comment, Remark]),
                mock.patch.object(queue, "PER_PAGE", 4),
            ):
                assert len(set(self.walk(state))) == len(self.walk(state)) == 14

    def walk(self, state):
        """Return all items of a list, page by page."""
        found, place = [], None
        for _ in range(9):
            page = queue.page(state, place)
            found += [(entry.item._meta.label, entry.item.pk) for entry in page.entries]
            place = queue.read_position(page.end)
            if place is None:
                return found
        raise AssertionError("The pages do not end.")

    def test_published_list_uses_an_index(self):
        by = fingerprints.columns_about("rita@example.com")
        columns = {"post": self.post, "brand": self.post.brand, "state": "published", **by}
        rows = [Comment(**columns) for _ in range(1000)]
        Comment.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for place in (None, queue.position_of(rows[500])):
            plan = queue._rows(Comment, "published", place)[: queue.PER_PAGE + 1].explain()
            assert "comment_by_date" in plan, plan

    def test_invalid_query_string_shows_the_queue(self):
        self.held()
        for place in (
            "yesterday",
            "2026-13-99T00:00:00Z",
            "2026-05-04T12:00:00Z",
            "2026-13-99T00:00:00Z blog.comment 1",
            "2026-05-04T12:00:00 blog.comment 1",
            *(f"{edge} blog.comment 1" for edge in EDGES_OF_TIME),
            "yesterday blog.comment 1",
            "9999-12-31T00:00:00Z blog.comment x",
            "9999-12-31T00:00:00Z blog.comment 1 1",
            "9999-12-31T00:00:00Z  1",
        ):
            assert "Rita Reader" in self.shown(f"?from={quote(place)}"), place
        assert "This filter does not exist any more." in self.shown("?state=nothing")
