"""Sections of a live page are saved while a change of it waits: only the same ones are weighed."""

import re

from publishing import changes
from tests.pages.base import AtATimeTestCase, sent


class MeanwhileTestCase(AtATimeTestCase):
    """The steps are to say something else in three days."""

    def setUp(self) -> None:
        super().setUp()
        self.schedule(title="In three days")
        self.number = self.waiting.pk

    def weigh(self) -> str:
        return self.client.get(self.url("waiting_change", self.number)).text

    def choose(self, **choices: str) -> None:
        seen = re.search(r'name="seen_version" value="(\d+)"', self.weigh())[1]
        data = {f"choice_sections:{key.replace('_', '-')}": who for key, who in choices.items()}
        self.client.post(self.url("waiting_change", self.number), {**data, "seen_version": seen})

    def titles(self) -> list[str]:
        """Return what visitors read in three days, before and after the worker has run."""
        with self.then():
            content = self.visit().partition("<main")[2].partition("</main>")[0]
            headings = re.findall(r"<h[12][^>]*>([^<]+)</h[12]>", content)
            read = [words for words in headings if words != self.page.title]
            changes.settle_all()
            self.page.refresh_from_db()
            assert [one["content"]["title"] for one in self.page.sections] == read
        return read

    def test_another_section_stays_as_it_was_saved_and_nobody_is_asked(self):
        response = self.client.post(
            self.url("section", "k-call"),
            sent("call", save="Save", opened_version="1", title="Meanwhile"),
            follow=True,
        )
        self.assertNotContains(response, "says something else")
        self.change("k-call", title="Meanwhile, again")
        assert "Saved since" not in self.weigh()
        assert self.titles() == ["Hello", "In three days", "Meanwhile, again"]

    def test_sections_added_moved_and_deleted_meanwhile_are_so_then(self):
        self.client.post(self.url("section_add", "questions"), sent("questions", title="Asked"))
        self.client.post(self.url("section_up", "k-call"))
        version = {"opened_version": str(self.page.version + 2)}
        self.client.post(self.url("section_delete", "k-hero"), version)
        assert self.titles() == ["Now", "In three days", "Asked"]

    def test_what_is_restored_meanwhile_is_so_then(self):
        self.change("k-call", title="Meanwhile")
        self.client.post(self.url("restore", 1))
        assert self.titles() == ["Hello", "In three days", "Now"]

    def test_of_two_sections_that_both_changed_each_is_weighed_by_itself(self):
        self.client.post(
            self.in_change("section", "k-call"),
            sent("call", save="Save", opened_version=self.stamp("k-call"), title="Call then"),
        )
        self.change("k-steps", title="Steps today")
        self.change("k-call", title="Call today")
        page = self.weigh()
        for words in ("Steps “In three days”", "Call to action “Call then”", "The original"):
            assert words in page
        assert "choice_sections:k-hero" not in page
        self.choose(k_steps="theirs", k_call="mine")
        assert "Saved since" not in self.weigh()
        assert self.titles() == ["Hello", "Steps today", "Call then"]

    def stamp(self, key: str) -> str:
        page = self.client.get(self.in_change("section", key)).text
        return re.search(r'name="opened_version" value="(\d+)"', page)[1]

    def test_a_section_that_was_deleted_meanwhile_is_there_then_or_gone_as_is_chosen(self):
        version = {"opened_version": "1"}
        self.client.post(self.url("section_delete", "k-steps"), version)
        assert "Steps “In three days”" in self.weigh()
        assert [one["key"] for one in self.waiting.snapshot["sections"]][1] == "k-steps"
        self.choose(k_steps="theirs")
        assert self.waiting is None  # without it the change says nothing any more

    def test_two_orders_are_weighed_too(self):
        self.client.post(self.in_change("section_up", "k-call"))
        self.client.post(self.url("section_down", "k-hero"))
        assert "Order of the sections" in self.weigh()
        self.client.post(
            self.url("waiting_change", self.number),
            {"choice_sections:": "theirs", "seen_version": "2"},
        )
        assert self.titles() == ["In three days", "Hello", "Now"]

    def test_what_was_called_off_is_scheduled_again_with_what_was_saved_since(self):
        again = self.in_change("change")
        self.client.post(self.url("cancel_change"))
        self.change("k-call", title="Meanwhile")
        self.client.post(again, self.settings(takes_effect_at=self.typed))
        assert self.titles() == ["Hello", "In three days", "Meanwhile"]

    def test_what_was_called_off_takes_effect_at_once_with_what_was_saved_since(self):
        again = self.in_change("change")
        self.client.post(self.url("cancel_change"))
        self.change("k-call", title="Meanwhile")
        self.client.post(again, self.settings())
        self.page.refresh_from_db()
        assert self.content("k-steps")["title"] == "In three days"
        assert self.content("k-call")["title"] == "Meanwhile"
