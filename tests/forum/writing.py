"""Members who write in the forum, as a browser does."""

import re
from html import unescape
from typing import Any

from django.core.cache import cache

from forum.models import Member, Post
from tests.base import StaffTestCase
from tests.forum.factories import create_board, create_member, create_post, create_topic

TEXT = "We answer within a minute, on Saturdays too."


def fields_in(page: Any) -> dict[str, str]:
    """Return the hidden fields of the form to write, and its text."""
    form = page.text[page.text.index('id="compose"') :]
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    area = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    return {
        **{name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"},
        "text": unescape(area[1]) if area else "",
    }


class WritingTestCase(StaffTestCase):
    """Maya has opened a topic in a board; Omar, whose posts need no review, is signed in."""

    host = "www.contactatonce.com"

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other", trust=1)
        cls.topic = create_topic(cls.board, cls.maya)
        earlier = create_topic(cls.board, cls.omar, title="Earlier", typed="I was here before.")
        create_post(earlier, cls.omar, "And a second time.")
        Post.objects.filter(author=cls.omar).update(submitted_at="2025-01-01T00:00Z")
        cls.path = f"/forum/topics/{cls.topic.pk}/reply/"

    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        self.sign_in(self.omar)

    def sign_in(self, member: Member) -> None:
        self.client.force_login(member.user)

    def send(self, path: str = "", **typed: Any) -> Any:
        """Open a form, fill it in and press a button; `do` names another than "post"."""
        path = path or self.path
        return self.client.post(path, {**fields_in(self.client.get(path)), **typed})

    def newest(self) -> Post:
        return Post.objects.latest("pk")
