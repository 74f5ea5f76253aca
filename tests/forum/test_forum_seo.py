"""Pages for machines: canonical URLs, structured data, the sitemap, and previews of own links."""

import json
import re

from forum.models import Topic
from moderation.states import State
from pages.seed import load_pages
from search import index
from search.sitemaps import paths
from tests.forum.factories import create_post, create_topic
from tests.forum.reading import ReadingTestCase


class ForumSeoTestCase(ReadingTestCase):
    def data(self, path: str) -> list[dict]:
        found = re.search(r'<script type="application/ld\+json">(.+?)</script>', self.shown(path))
        return json.loads(found[1])["@graph"]

    def test_a_discussion_is_described(self):
        self.reply(1)
        posting = self.data(self.path)[-1]
        assert posting["@type"] == "DiscussionForumPosting"
        assert posting["headline"] == "How fast is fast?"
        assert posting["text"] == "How fast do you answer?"
        assert posting["author"]["name"] == "Maya Member"
        assert posting["commentCount"] == 1
        assert [each["text"] for each in posting["comment"]] == ["Reply number 1."]

    def test_a_question_is_described_with_its_answers(self):
        self.reply(2)
        accepted, other = self.topic.posts.order_by("pk")[1:]
        Topic.objects.update(kind=Topic.Kind.QUESTION, accepted=accepted)
        page = self.data(self.path)[-1]
        question = page["mainEntity"]
        assert (page["@type"], question["@type"]) == ("QAPage", "Question")
        assert question["answerCount"] == 2
        assert question["acceptedAnswer"]["url"].endswith(f"/forum/posts/{accepted.pk}/")
        assert [each["text"] for each in question["suggestedAnswer"]] == [other.text]

    def test_each_page_has_its_canonical_url(self):
        self.reply(20)
        for query, canonical in (("", ""), ("?page=2", "?page=2"), ("?utm=x", "")):
            own = f'<link rel="canonical" href="https://{self.host}{self.path}{canonical}">'
            assert own in self.shown(f"{self.path}{query}"), query

    def test_the_description_is_the_beginning_of_the_first_post(self):
        assert '<meta name="description" content="How fast do you answer?">' in self.shown(
            self.path
        )

    def test_the_sitemap_lists_what_readers_see(self):
        create_topic(self.board, self.maya, "It waits", state=State.HELD)
        listed = [path for path in paths(self.brand) if path.startswith("/forum/")]
        assert listed == ["/forum/", "/forum/boards/questions/", self.path]


class PreviewsTestCase(ReadingTestCase):
    def preview(self, link: str) -> bool:
        create_post(self.topic, self.omar, f"See {link} for more.")
        shown = self.shown(self.path)
        self.topic.posts.exclude(pk=self.topic.opening_id).delete()
        return 'class="post-links"' in shown

    def test_a_link_to_our_pages_shows_title_and_kind(self):
        load_pages()
        other = create_topic(self.board, self.maya, "Another topic")
        create_post(
            self.topic,
            self.omar,
            f"See [this](https://{self.host}{other.get_absolute_url()}) and [that](/about/) "
            f"and <https://www.autodealerchat.com/about/>.",
        )
        index.rebuild()
        shown = self.shown(self.path)
        links = re.findall(r'<a href="([^"]+)"><span class="post-link-kind">([^<]+)', shown)
        assert links[0] == (f"https://{self.host}{other.get_absolute_url()}", "Forum")
        assert (f"https://{self.host}/about/", "Page") in links

    def test_what_readers_may_not_see_has_no_preview(self):
        held = create_topic(self.board, self.maya, "It waits", state=State.HELD)
        assert not self.preview(f"https://{self.host}{held.get_absolute_url()}")

    def test_other_hosts_have_no_preview_and_are_never_asked(self):
        for link in (
            "https://www.example.com/about/",
            "https://[::1/",
            "http://169.254.169.254/latest/",
            "https://www.contactatonce.com.evil.example/about/",
        ):
            assert not self.preview(link), link

    def test_all_previews_of_a_page_take_one_query(self):
        for number in range(5):
            topic = create_topic(self.board, self.maya, f"Topic {number}")
            create_post(self.topic, self.omar, f"[x]({topic.get_absolute_url()})")
        self.shown(self.path)
        with self.assertNumQueries(5):
            self.shown(f"{self.path}?page=1")
