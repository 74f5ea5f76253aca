"""The query plans of a search; no clock is read."""

import pytest
from django.db import connection

from search import matching, results
from tests.search.base import SearchTestCase


def plan_of(brand) -> list[str]:
    """Return the steps in which SQLite carries a search out."""
    steps: list[str] = []

    def note(execute, sql, params, many, context):
        if "MATCH" in sql:
            execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context)
            steps.extend(row[-1] for row in context["cursor"].fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        results.search(brand, "chat")
    return [step for step in steps if "search_words" in step]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan")
class PlanTestCase(SearchTestCase):
    def test_the_words_are_matched_once_and_not_once_for_each_text(self):
        self.write("Chat")
        assert len(plan_of(self.brand)) == 2  # the texts, and those with the words in the title
        assert not any("=" in step for step in plan_of(self.brand))

    def test_a_search_that_looks_each_text_up_is_noticed(self):
        self.write("Chat")
        slow = matching.SQLITE.replace("+search_words.rowid", "search_words.rowid")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(matching, "SQLITE", slow)
            assert any("=" in step for step in plan_of(self.brand))
