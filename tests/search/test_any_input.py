"""The search answers 200, whatever a visitor types."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from search import results
from tests.search.base import SearchTestCase

TEXTS = (
    'foo"',
    '"',
    "AND",
    "OR NOT",
    "NEAR(a b)",
    "(",
    ")",
    "*",
    "chat*",
    "%",
    "_",
    "-chat",
    "^chat",
    "chat:A",
    "chat & !mail",
    "'chat'",
    "\\",
    "a\\'b",
    "{title} : chat",
    "a" * 10_000,
    "chat " * 2_000,
    "\0",
    "a\0b",
    "\U0001f600",
    "chat \U0001f600",
    "\ue000chat\ue001",
    "ﬁle ½ ²",
    "https://example.com/?a=b",
    "10:30",
    "don't",
    "’",
    "١٢٣",
    "日本語",
    "e\u0301",
    "\ufffe",
    "x" * 41,
)


class AnyInputTestCase(SearchTestCase):
    def test_odd_texts_are_answered(self):
        self.write("Chat, e-mail and 24/7 answers", "\ue000 It’s “here” — 日本語 \U0001f600.")
        for text in TEXTS:
            with self.subTest(text[:20]):
                self.assertEqual(self.client.get("/search/", {"q": text}).status_code, 200)

    def test_odd_pages_are_answered(self):
        self.write("Chat")
        for page in ("0", "-1", "99", "x", "", "1e9", "\0", "9" * 5_000):
            with self.subTest(page[:20]):
                self.assertEqual(self.titles("chat", page=page), ["Chat"])

    def test_operators_are_words_like_all_others(self):
        self.write("Chat OR mail")
        self.assertEqual(self.titles('"chat" -mail'), ["Chat OR mail"])

    def test_bytes_that_are_no_text_are_answered(self):
        response = self.client.get("/search/", QUERY_STRING="q=%ff%fe%00&q=")
        self.assertEqual(response.status_code, 200)


class AnyTextTestCase(HypothesisTestCase):
    @classmethod
    def setUpTestData(cls):
        load_sites()

    @given(st.text(max_size=60))
    def test_any_text_is_answered(self, text):
        found = results.search(Brand.objects.first(), text)
        assert found.count == len(found.results)
