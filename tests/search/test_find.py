"""A visitor finds what is published on this site, and is shown why."""

import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Office
from search import index
from tests.search.base import NOT_OUT_YET, SearchTestCase


class FindTestCase(SearchTestCase):
    def test_words_are_found_in_title_and_text_whatever_their_ending_case_and_accent(self):
        self.write("Answering shoppers at the café", "Dealers who reply within a minute.")
        for text in ("answer", "SHOPPER", "cafe", "dealer", "replies minutes", "reply"):
            self.assertEqual(self.titles(text), ["Answering shoppers at the café"], text)
        self.assertEqual(self.titles("boats"), [])

    def test_three_letters_of_a_last_word_are_enough_and_two_are_not(self):
        self.write("Dealers")
        self.assertEqual(self.titles("dea"), ["Dealers"])
        self.assertEqual(self.titles("de"), [])

    def test_all_words_must_be_there_and_some_are_better_than_nothing(self):
        self.write("Chat for leasing")
        self.write("Chat for dealers")
        self.assertEqual(self.titles("chat dealers"), ["Chat for dealers"])
        response = self.client.get("/search/", {"q": "dealers submarines"})
        self.assertContains(response, "No text has all of these words")
        self.assertContains(response, "/article/")

    def test_a_hit_in_the_title_comes_first_and_words_side_by_side_before_words_apart(self):
        self.write("One", "A test in the morning. After that we drive, and then another test.")
        self.write("Two", "The test drive and what follows it.")
        self.write("The test drive", "A ride.")
        self.assertEqual(self.titles("test drive"), ["The test drive", "Two", "One"])

    def test_the_words_are_marked_and_everything_else_is_escaped(self):
        self.write("<b>Chat</b> & more", 'Chatting <script>alert("1")</script> with \ue000dealers')
        page = self.client.get("/search/", {"q": "chat"}).content.decode()
        self.assertIn("&lt;b&gt;<mark>Chat</mark>&lt;/b&gt; &amp; more", page)
        self.assertIn("<mark>Chatting</mark> &lt;script&gt;alert(&quot;1&quot;)", page)
        self.assertNotIn("<script>alert", page)

    def test_what_was_asked_is_shown_escaped(self):
        page = self.client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
        self.assertIn("&quot;&gt;&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert", page)

    def test_only_what_is_out_on_this_site_is_found(self):
        self.write("Chat of another site", brand="apartmentchat")
        draft = self.write("Chat that is a draft", position=NOT_OUT_YET)
        self.assertEqual(self.titles("chat"), [])
        Office.objects.filter(pk=draft.pk).update(position=1)  # time passes; nothing is indexed
        self.assertEqual(self.titles("chat"), ["Chat that is a draft"])

    def test_what_was_changed_or_removed_is_found_no_more_by_its_old_words(self):
        text = self.write("Chat")
        text.name = "Mail"
        text.save()
        index.put(text)
        self.assertEqual((self.titles("chat"), self.titles("mail")), ([], ["Mail"]))
        index.remove(text)
        self.assertEqual(self.titles("mail"), [])

    def test_results_come_in_pages(self):
        for number in range(23):
            self.write(f"Chat {number}")
        response = self.client.get("/search/", {"q": "chat", "page": "2"})
        self.assertContains(response, "2 of 3")
        self.assertContains(response, "?q=chat&amp;page=3")
        self.assertContains(response, '<ol class="search-results" start="11">')
        seen = [title for page in "123" for title in self.titles("chat", page=page)]
        self.assertEqual(len(set(seen)), 23)

    def test_an_empty_search_shows_the_form_and_a_fruitless_one_says_so(self):
        self.assertContains(self.client.get("/search/"), 'name="q"')
        self.assertNotContains(self.client.get("/search/"), "Nothing found")
        self.assertContains(self.client.get("/search/?q=zeppelin"), "Nothing found")

    def test_the_page_is_kept_out_of_search_engines_and_caches_and_sets_no_cookie(self):
        self.write("Chat")
        response = self.client.get("/search/?q=chat")
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertIn("no-store", response["Cache-Control"])
        self.assertFalse(response.cookies)

    @time_machine.travel("2026-11-23T10:00:10Z", tick=False)  # one window of the rate limit
    def test_a_search_asks_the_database_five_times_at_most_however_much_there_is(self):
        self.client.get("/search/?q=chat")
        counts = {}
        for number in (10, 200):
            for place in range(number):
                self.write(f"Chat {number} {place}", "Words of a text. " * 20)
            for text in ("chat", "chat submarine"):
                with self.subTest(number, text=text), CaptureQueriesContext(connection) as asked:
                    self.client.get("/search/", {"q": text})
                statements = [q for q in asked if "SAVEPOINT" not in q["sql"]]  # the test's own
                counts.setdefault(text, set()).add(len(statements))
        self.assertEqual(counts, {"chat": {4}, "chat submarine": {5}})  # two count the network

    @override_settings(SEARCH_RATE="2/1m")
    def test_a_network_that_searches_all_the_time_waits(self):
        cache.clear()
        answers = [self.client.get("/search/?q=chat").status_code for _ in range(3)]
        self.assertEqual(answers, [200, 200, 429])
        self.assertEqual(self.client.get("/search/").status_code, 200)
