"""Queries of each page of the forum: as many for 200 topics and posts as for 22."""

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactatonce.lib.page_cache import pages
from forum.models import Tag
from moderation.states import State
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.reading import ReadingTestCase

TOPIC = "/forum/topics/{}/how-fast-is-fast/"
FOR_VISITORS = {"/forum/": 4, "/forum/boards/questions/": 6, TOPIC: 6, f"{TOPIC}?page=2": 6}
FOR_MEMBERS = {"/forum/": 10, "/forum/boards/questions/": 12, TOPIC: 12, f"{TOPIC}?page=2": 12}


class BudgetsTestCase(ReadingTestCase):
    def add(self, first: int, last: int) -> None:
        tag = Tag.objects.get_or_create(brand=self.brand, slug="hours", name="Hours")[0]
        child = create_board(f"child-{first}", brand=self.brand, parent=self.board)
        for number in range(first, last):
            topic = create_topic(self.board, self.omar, f"Topic {number}")
            topic.tags.add(tag)
            text = f"Thanks, @maya-member. See {topic.get_absolute_url()} and https://{self.host}{topic.get_absolute_url()}"
            create_post(self.topic, self.omar, text)
        create_topic(child, self.maya, f"In board {first}")
        create_post(self.topic, self.maya, state=State.HELD)

    def counts(self, paths: dict[str, int]) -> dict[str, int]:
        """Return how many queries each page takes in a process that knows its sites."""
        found = {}
        for template in paths:
            path = template.format(self.topic.pk)
            self.shown(path)
            pages.clear()
            with CaptureQueriesContext(connection) as queries:
                self.shown(path)
            found[template] = len(queries)
        return found

    def compare(self, most: dict[str, int]) -> None:
        self.add(0, 22)
        few = self.counts(most)
        self.add(22, 200)
        many = self.counts(most)
        assert few == many
        assert {path: count for path, count in many.items() if count > most[path]} == {}

    def test_pages_for_visitors(self):
        self.compare(FOR_VISITORS)

    def test_pages_for_members(self):
        self.client.force_login(self.maya.user)
        self.compare(FOR_MEMBERS)

    def test_feeds(self):
        board, topic = "/forum/boards/questions", f"/forum/topics/{self.topic.pk}"
        self.compare({f"{board}/atom.xml": 3, f"{topic}/atom.xml": 4})

    def test_scripts_take_at_most_8_kilobytes(self):
        scripts = (settings.BASE_DIR / "static" / "js").glob("forum*.js")
        assert 0 < sum(script.stat().st_size for script in scripts) <= 8 * 1024
