"""The index and the boards: figures, order, filters, sub-boards."""

from django.utils import timezone

from contactatonce.brands.models import Brand
from forum.models import Tag, Topic
from tests.base import SiteTestCase
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.reading import ReadingTestCase


class NoForumTestCase(SiteTestCase):
    def test_a_site_without_boards_has_no_forum(self):
        create_board(brand=Brand.objects.get(slug="apartmentchat"))
        for path in ("/forum/", "/forum/search/", "/forum/boards/questions/"):
            assert self.client.get(path).status_code == 404, path
        assert "/forum/" not in self.client.get("/search/").content.decode()


class ReadBoardTestCase(ReadingTestCase):
    def titles(self, path: str) -> list[str]:
        return [topic.title for topic, _ in self.client.get(path).context["topics"]]

    def test_every_page_links_to_the_forum(self):
        assert '<a href="/forum/">Forum</a>' in self.shown("/search/")

    def test_a_board_of_the_first_level_counts_its_sub_boards(self):
        child = create_board("setup", brand=self.brand, parent=self.board)
        topic = create_topic(child, self.omar, "Where is the button?")
        create_post(topic, self.maya)
        shown = self.shown("/forum/")
        assert "<b>2</b> topics" in shown
        assert "<b>1</b> reply" in shown
        assert f'<a href="{topic.get_absolute_url()}">Where is the button?</a>' in shown
        assert '<a href="/forum/boards/setup/">Setup' in shown
        assert "Where is the button?" in self.shown("/forum/boards/setup/")
        assert self.titles("/forum/boards/questions/") == [self.topic.title]

    def test_pinned_topics_are_first_then_the_latest_activity(self):
        create_topic(self.board, self.omar, "Second")
        third = create_topic(self.board, self.omar, "Third")
        Topic.objects.filter(pk=third.pk).update(pinned_at=timezone.now())
        create_post(self.topic, self.omar)
        assert self.titles("/forum/boards/questions/") == ["Third", self.topic.title, "Second"]

    def test_thirty_topics_are_on_a_page(self):
        for number in range(30):
            create_topic(self.board, self.omar, f"Topic {number}")
        assert len(self.titles("/forum/boards/questions/")) == 30
        assert self.titles("/forum/boards/questions/?page=2") == [self.topic.title]
        assert self.client.get("/forum/boards/questions/?page=3").status_code == 404

    def test_open_questions_can_be_filtered(self):
        question = create_topic(self.board, self.omar, "Open?", kind=Topic.Kind.QUESTION)
        solved = create_topic(self.board, self.omar, "Solved?", kind=Topic.Kind.QUESTION)
        Topic.objects.filter(pk=solved.pk).update(accepted=create_post(solved, self.maya))
        assert self.titles("/forum/boards/questions/?show=unsolved") == [question.title]
        assert "Solved</span>" in self.shown("/forum/boards/questions/")
        assert self.client.get("/forum/boards/questions/?show=x").status_code == 404

    def test_topics_can_be_filtered_by_tag(self):
        tagged = create_topic(self.board, self.omar, "Tagged")
        tagged.tags.add(Tag.objects.create(brand=self.brand, name="Hours", slug="hours"))
        assert self.titles("/forum/boards/questions/?tag=hours") == ["Tagged"]
        assert "No such topics" in self.shown("/forum/boards/questions/?tag=none")
        shown = self.shown("/forum/boards/questions/?tag=hours&show=unsolved")
        assert '<meta name="robots" content="noindex">' in shown

    def test_locked_topics_are_marked(self):
        Topic.objects.update(locked_at=timezone.now())
        assert "Locked</span>" in self.shown("/forum/boards/questions/")
        assert "it takes no more replies" in self.shown(self.path)
