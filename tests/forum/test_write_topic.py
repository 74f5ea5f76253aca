"""Open a topic in a board."""

import re

from forum.models import Board, Tag, Topic
from forum.models.topics import ROUTES
from forum.urls import urlpatterns
from tests.forum.factories import create_topic
from tests.forum.writing import TEXT, WritingTestCase


class WriteTopicTestCase(WritingTestCase):
    path = "/forum/boards/questions/new/"

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.path = "/forum/boards/questions/new/"
        cls.tag = Tag.objects.create(brand=cls.brand, name="Saturdays", slug="saturdays")

    def test_a_topic_is_stored_with_kind_and_tags(self):
        response = self.send(
            text=TEXT, title="Do you answer\n on Saturdays?", kind="question", tags=self.tag.pk
        )
        topic = Topic.objects.latest("pk")
        assert response.status_code == 303
        assert (topic.title, topic.kind) == ("Do you answer on Saturdays?", "question")
        assert list(topic.tags.all()) == [self.tag]
        assert topic.opening == self.newest()

    def test_a_title_is_required_and_short(self):
        self.assertContains(self.send(text=TEXT, kind="question"), "Write a title", status_code=422)
        response = self.send(text=TEXT, kind="question", title="a" * 121)
        assert response.status_code == 422
        assert Topic.objects.filter(title="a" * 121).count() == 0

    def test_tags_come_from_the_list_of_the_site(self):
        response = self.send(
            text=TEXT, title="Hello", kind="discussion", tags="999999999999999999999"
        )
        assert response.status_code == 422

    def test_closed_boards_take_topics_of_staff_alone(self):
        Board.objects.update(is_closed=True)
        self.assertContains(self.client.get(self.path), "This board is closed")
        self.omar.user.is_staff = True
        self.omar.user.save()
        assert self.send(text=TEXT, title="News", kind="discussion").status_code == 303

    def test_boards_of_other_sites_are_not_found(self):
        other = self.client.get(self.path, HTTP_HOST="www.dealerchatblog.com")
        assert other.status_code in {302, 404}
        self.assertFalse(b"<textarea" in other.content)

    def test_a_title_that_names_a_route_gets_another_url(self):
        for name in ROUTES:
            topic = create_topic(self.board, self.maya, name.title())
            assert topic.get_absolute_url() == f"/forum/topics/{topic.pk}/{name}-topic/"

    def test_the_names_of_routes_are_those_of_the_urls(self):
        found = re.findall(r"topics/<int:pk>/(\w+)/", " ".join(str(url) for url in urlpatterns))
        assert set(found) == ROUTES
