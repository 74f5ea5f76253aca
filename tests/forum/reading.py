"""The base of tests that read the forum."""

from forum.models import Board, Topic
from tests.base import SiteTestCase
from tests.forum.factories import create_board, create_member, create_post, create_topic


class ReadingTestCase(SiteTestCase):
    """A forum on the corporate site, a topic by Maya, and Omar, who replies."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board: Board = create_board(brand=cls.brand)
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.topic: Topic = create_topic(cls.board, cls.maya, typed="How fast do you answer?")
        cls.path = f"/forum/topics/{cls.topic.pk}/how-fast-is-fast/"

    def reply(self, number: int = 1) -> None:
        for count in range(number):
            create_post(self.topic, self.omar, f"Reply number {count + 1}.")

    def shown(self, path: str) -> str:
        """Return a page, which must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()
