"""Filters and search of the queue: the same for comments, posts and testimonials."""

import re
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import reports
from forum.models import Post, Report
from moderation import registry
from tests.blog.commenting import create_comment
from tests.forum.factories import create_board, create_member, create_topic
from tests.forum.factories import create_post as create_forum_post

from .base import JUDGE, QUEUE, QueueTestCase

LINKS = [{"code": "links", "points": 2, "detail": "4"}]


class QueueFiltersTestCase(QueueTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.topic = create_topic(
            cls.board, cls.maya, "Watches for everyone", state="held", reasons=LINKS
        )
        cls.reply = create_forum_post(cls.topic, cls.omar, "A held reply.", state="held")

    def setUp(self) -> None:
        super().setUp()
        self.comment = self.held(text="A held comment.")

    def items(self, query: str = "") -> set[str]:
        return set(re.findall(r'id="item-([a-z.]+:\d+):', self.shown(query)))

    def key(self, item) -> str:
        return item.label_and_key

    def test_every_kind_is_shown_and_can_be_chosen(self):
        posts = {self.key(self.topic.opening), self.key(self.reply)}
        assert self.items() == {*posts, self.key(self.comment)}
        assert self.items("?kind=forum.post") == posts
        assert self.items("?kind=blog.comment") == {self.key(self.comment)}
        assert self.items("?kind=nonsense") == set()

    def test_the_title_of_a_topic_is_shown_with_its_first_post(self):
        page = self.shown("?kind=forum.post")
        assert page.count('<h3 class="mod-title">Watches for everyone</h3>') == 1

    def test_filters_by_reason_site_author_and_words(self):
        opening, reply = self.key(self.topic.opening), self.key(self.reply)
        assert self.items("?reason=links") == {opening}
        assert self.items("?reason=watched_word") == {self.key(self.comment)}
        assert opening in self.items(f"?site={self.board.brand.slug}")
        assert self.items("?site=apartmentchat") == set()
        assert self.items(f"?author={quote(reply)}") == {reply}
        assert self.items(f"?author={quote(self.key(self.comment))}") == {self.key(self.comment)}
        assert self.items("?q=WATCHES") == {opening, reply}
        assert self.items("?q=omar") == {reply}
        assert self.items("?q=held+comment") == {self.key(self.comment)}
        assert "Nothing matches." in self.shown("?q=nothing+like+this")

    def test_filters_hold_for_tabs_pages_and_the_answer_to_a_verdict(self):
        page = self.shown("?kind=forum.post&q=reply")
        assert 'href="?state=refused&amp;kind=forum.post&amp;q=reply"' in page
        hidden = re.search(r'name="filters" value="([^"]*)"', page)[1].replace("&amp;", "&")
        answer = self.client.post(
            JUDGE, {"one": f"approve {self.reply.versioned_key}", "filters": hidden}
        )
        assert answer["Location"] == f"{QUEUE}?state=held&kind=forum.post&q=reply"

    def test_odd_queries_show_a_page(self):
        for query in ("?author=forum.post:x", "?author=forum.post:999999999999999999",
                      "?author=x:1", "?q=%00", "?q=%25_", f"?q={'a+' * 300}"):  # fmt: skip
            self.shown(query)

    def test_reported_posts_have_a_tab_with_reports_and_their_text(self):
        post = create_forum_post(create_topic(self.board, self.maya), self.maya, "Is this fine?")
        reports.report(post=post, by=self.omar, reason="rude", text="He insults us.")
        page = self.shown("?state=reported")
        assert self.items("?state=reported") == {self.key(post)}
        assert "It insults someone" in page
        assert "He insults us." in page
        answer = self.client.post(
            JUDGE, {"one": f"approve {post.versioned_key}", "state": "reported"}, follow=True
        )
        assert "1 approved." in answer.text
        assert self.items("?state=reported") == set()
        assert Post.objects.get(pk=post.pk).is_published
        assert post.reports.get().outcome == "dismissed"

    def test_a_comment_that_is_published_cannot_be_approved_again(self):
        comment = create_comment(self.post, text="Fine.")
        answer = self.client.post(JUDGE, {"one": f"approve {comment.versioned_key}"}, follow=True)
        assert "already published" in answer.text

    def test_queries_do_not_depend_on_the_number_of_items(self):
        most = 8 + len(registry.kinds) + 2  # authors of each kind, and reports of posts
        for query in ("", "?kind=forum.post", "?q=held", "?state=reported"):
            self.count(query)
            few = self.count(query)
            for number in range(20):
                member = create_member(f"X{number}{len(query)} Author")
                post = create_forum_post(self.topic, member, f"Held {number}.", state="held")
                self.held(email=f"c{number}{len(query)}@example.com", text=f"Held {number}.")
                published = create_forum_post(self.topic, member, f"Shown {number}.")
                Report.objects.create(post=published, by=self.omar, reason="rude")
                assert post.is_held
            assert self.count(query) == few <= most, (query, few)

    def count(self, query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.shown(query)
        return len(queries)
