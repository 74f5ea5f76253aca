"""Search in the forum: words with author:, in: and solved:, and why nothing was found."""

from django.test import override_settings

from forum.models import Topic
from search.results import RESULTS_PER_PAGE
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.reading import ReadingTestCase


class SearchForumTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        setup = create_board("setup", brand=cls.brand, parent=cls.board)
        ideas = create_board("ideas", brand=cls.brand)
        cls.button = create_topic(
            setup, cls.omar, "Where is the button?", kind=Topic.Kind.QUESTION, typed="On my page."
        )
        cls.wish = create_topic(ideas, cls.omar, "A button for invoices", typed="That is an idea.")

    def found(self, query: str) -> list[str]:
        context = self.client.get("/forum/search/", {"q": query}).context
        found = context["found"]
        titles = [result.title for result in found.results] if found else []
        return sorted(titles or [topic.title for topic, _ in context["topics"]])

    def test_words_and_operators_are_combined(self):
        both = ["A button for invoices", "Where is the button?"]
        assert self.found("button") == both
        assert self.found("button in:setup") == ["Where is the button?"]
        assert self.found("in:questions button") == ["Where is the button?"]
        assert self.found("button author:@omar-other") == both
        assert self.found("button author:maya-member") == []

    def test_a_snippet_shows_words_without_markup_and_names(self):
        typed = "**Zebra** crossings, [here](https://example.com), @maya-member!"
        create_topic(self.board, self.omar, "Streets", typed=typed)
        page = self.client.get("/forum/search/?q=zebra").content.decode()
        assert "<mark>Zebra</mark> crossings, here, @…!" in page

    def test_operators_alone_list_topics_by_activity(self):
        assert self.found("author:maya-member") == [self.topic.title]
        assert self.found("in:ideas") == ["A button for invoices"]
        assert self.found("solved:no") == ["Where is the button?"]
        assert self.found("solved:yes") == []
        Topic.objects.filter(pk=self.button.pk).update(accepted=create_post(self.button, self.maya))
        assert self.found("solved:yes") == ["Where is the button?"]

    def test_a_search_says_why_nothing_was_found(self):
        for query, reason in {
            "author:nobody": "No member has the handle “nobody”.",
            "in:nowhere": "No board of this forum is called “nowhere”.",
            "solved:maybe": "Write solved:yes or solved:no.",
            "zebra in:ideas": "Leave a filter out to find more.",
            "zebra": "Fewer or other words may find more.",
        }.items():
            assert reason in self.client.get("/forum/search/", {"q": query}).content.decode(), query

    def test_further_pages_keep_words_and_operators(self):
        for number in range(RESULTS_PER_PAGE + 1):
            create_topic(self.board, self.omar, f"Zebra {number}")
        page = self.client.get("/forum/search/", {"q": "zebra author:omar-other"}).text
        assert 'href="?q=zebra%20author%3Aomar-other&amp;page=2">Next</a>' in page

    def test_anything_can_be_typed(self):
        for query in ("author:", "in:", "solved:", "\0", "author:\0x", "'\" OR", "in:" * 90, "<b>"):
            assert self.client.get("/forum/search/", {"q": query}).status_code == 200, query

    def test_pages_of_the_site_are_not_found(self):
        assert "/contact/" not in str(self.found("contact"))

    @override_settings(SEARCH_RATE="2/m", RATELIMIT_ENABLE=True)
    def test_many_searches_are_refused_like_those_of_the_site(self):
        statuses = [self.client.get("/forum/search/?q=button").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert self.client.get("/search/?q=button").status_code == 429

    def test_results_are_stored_nowhere(self):
        answer = self.client.get("/forum/search/?q=button")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
