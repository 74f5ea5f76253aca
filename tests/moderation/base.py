"""Base class for tests of the moderation queue."""

from typing import Any

from blog.models import Comment
from tests.base import StaffTestCase
from tests.blog.commenting import create_comment, create_post

QUEUE = "/admin/moderation/verdict/queue/"
JUDGE = "/admin/moderation/verdict/judge/"
REASONS = [{"code": "watched_word", "points": 4, "detail": "casino"}]


class QueueTestCase(StaffTestCase):
    """Sends requests as Charlie, a moderator."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.post = create_post()

    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.charlie)

    def held(self, **fields: Any) -> Comment:
        return create_comment(self.post, **{"state": "held", "reasons": REASONS, **fields})

    def shown(self, query: str = "") -> str:
        response = self.client.get(f"{QUEUE}{query}")
        assert response.status_code == 200
        return response.content.decode()
