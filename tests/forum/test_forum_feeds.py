"""Feeds of boards and topics: complete, published posts only, with current names."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from xml.etree import ElementTree as ET

from moderation.states import State
from tests.forum.factories import create_post, create_topic
from tests.forum.reading import ReadingTestCase

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NASTY = '</title><script> "Tom & Jerry"'


class ForumFeedsTestCase(ReadingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.feeds = {
            "board": "/forum/boards/questions",
            "topic": f"/forum/topics/{self.topic.pk}",
        }

    def atom(self, of: str) -> ET.Element:
        answer = self.client.get(f"{self.feeds[of]}/atom.xml")
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ET.fromstring(answer.content)  # noqa: S314  our own

    def test_atom_is_complete(self):
        post = create_topic(self.board, self.omar, NASTY, typed="See [us](/contact/).").opening
        feed = self.atom("board")
        links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"https://{self.host}/forum/boards/questions/atom.xml"
        assert links["alternate"] == f"https://{self.host}/forum/boards/questions/"
        entry = feed.findall(f"{ATOM}entry")[0]
        assert unescape(entry.findtext(f"{ATOM}title")) == NASTY
        assert entry.findtext(f"{ATOM}id") == f"tag:www.contactatonce.com,2026:forum/post/{post.pk}"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Omar Other"
        assert f'href="https://{self.host}/contact/"' in entry.findtext(f"{ATOM}content")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))

    def test_rss_is_complete(self):
        self.reply(1)
        answer = self.client.get(f"{self.feeds['topic']}/rss.xml")
        channel = ET.fromstring(answer.content).find("channel")  # noqa: S314  our own
        assert channel.findtext("link") == f"https://{self.host}{self.path}"
        reply, opening = channel.findall("item")
        assert reply.findtext("title") == "Re: How fast is fast?"
        assert opening.findtext("title") == "How fast is fast?"
        assert opening.findtext(CREATOR) == "Maya Member"
        assert "How fast do you answer?" in opening.findtext(CONTENT)
        assert parsedate_to_datetime(opening.findtext("pubDate"))

    def test_mentions_have_current_names(self):
        create_post(self.topic, self.omar, "Thanks, @maya-member!")
        self.maya.user.display_name = "Maya Newname"
        self.maya.user.save()
        content = self.atom("topic").findtext(f"{ATOM}entry/{ATOM}content")
        assert "@Maya Newname" in content

    def test_removed_posts_leave(self):
        self.reply(1)
        self.topic.posts.order_by("pk").last().move(State.WITHDRAWN)
        assert len(self.atom("topic").findall(f"{ATOM}entry")) == 1

    def test_an_unchanged_feed_is_answered_304(self):
        for path in self.feeds.values():
            etag = self.client.get(f"{path}/rss.xml")["ETag"]
            again = self.client.get(f"{path}/rss.xml", headers={"if-none-match": etag})
            assert again.status_code == 304, path

    def test_pages_name_their_feeds(self):
        for path, feed in (("/forum/boards/questions/", "board"), (self.path, "topic")):
            assert f'href="{self.feeds[feed]}/atom.xml"' in self.shown(path)
