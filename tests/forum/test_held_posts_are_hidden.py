"""A held topic or post is shown to its author, with the reasons, and to no one else anywhere."""

from contactatonce.lib.page_cache import pages
from forum.models import Draft, PostVersion, Topic
from moderation.states import State
from search import index
from search.sitemaps import paths
from tests.forum.factories import create_post, create_topic
from tests.forum.reading import ReadingTestCase

SECRET = "Zebra"
REASONS = [{"code": "new_author", "points": 1, "detail": ""}]


class HeldPostsTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.held = create_topic(
            cls.board,
            cls.omar,
            f"{SECRET} title",
            typed=f"{SECRET} text",
            state=State.HELD,
            reasons=REASONS,
        )
        cls.reply_held = create_post(
            cls.topic, cls.omar, f"{SECRET} reply", state=State.HELD, reasons=REASONS
        )
        PostVersion.objects.create(
            post=cls.reply_held, number=1, title="", text=f"{SECRET} version"
        )
        index.put(cls.held)
        index.put(cls.topic)

    def everywhere(self) -> list[str]:
        topic, board = f"/forum/topics/{self.topic.pk}", "/forum/boards/questions"
        return [
            "/forum/",
            f"{board}/",
            f"{board}/rss.xml",
            f"{board}/atom.xml",
            self.path,
            f"{topic}/rss.xml",
            f"{topic}/atom.xml",
            f"/forum/members/{self.omar.pk}/",
            "/forum/search/?q=author:omar-other",
            "/sitemap-forum-1.xml",
        ]

    def hidden(self) -> list[str]:
        topic = f"/forum/topics/{self.held.pk}"
        return [
            f"{topic}/zebra-title/",
            f"{topic}/rss.xml",
            f"{topic}/unread/",
            *(
                f"/forum/posts/{post.pk}/{page}"
                for post in (self.held.opening, self.reply_held)
                for page in ("", "history/")
            ),
        ]

    def assert_hidden(self) -> None:
        for path in self.everywhere():
            pages.clear()
            assert SECRET not in self.shown(path), path
        for path in self.hidden():
            answer = self.client.get(path)
            assert answer.status_code == 404, path
            assert SECRET not in answer.content.decode(), path
        for path in (f"/forum/search/?q={SECRET}", f"/search/?q={SECRET}"):
            assert "Nothing found" in self.shown(path), path
        assert not any("zebra" in path for path in paths(self.brand))

    def test_visitors_see_no_held_post(self):
        self.assert_hidden()
        assert Topic.objects.get(pk=self.topic.pk).replies == 0
        assert "<b>1</b> topic<" in self.shown("/forum/")

    def test_other_members_see_no_held_post(self):
        self.client.force_login(self.maya.user)
        self.assert_hidden()

    def test_authors_see_why_their_post_is_held(self):
        self.client.force_login(self.omar.user)
        topic = self.shown(self.held.get_absolute_url())
        assert f"<h1>{SECRET} title</h1>" in topic
        assert f"{SECRET} text" in topic
        assert "This post waits for a moderator." in topic
        assert "first" in topic  # the reason: a first post
        reply = self.shown(self.path)
        assert f"{SECRET} reply" in reply
        assert "Only you see this" in reply

    def test_members_who_replied_no_longer_see_its_title(self):
        self.client.force_login(self.maya.user)
        reply = create_post(self.held, self.maya, "My words.", state=State.HELD, reasons=REASONS)
        for place in ({"topic": self.held}, {"post": reply}):
            Draft.objects.create(member=self.maya, text="A draft.", **place)
        post = f"/forum/posts/{reply.pk}"
        for path in (f"{post}/held/", f"{post}/edit/", f"{post}/remove/", "/forum/me/posts/",
                     "/forum/me/drafts/"):  # fmt: skip
            assert SECRET.lower() not in self.shown(path).lower(), path

    def test_authors_see_a_held_post_only_on_its_pages(self):
        self.client.force_login(self.omar.user)
        for path in self.everywhere():
            if path != self.path:
                assert SECRET not in self.shown(path), path
