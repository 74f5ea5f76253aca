"""Word-by-word differences between two texts."""

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from publishing import diff
from publishing.snapshots import Said

pytestmark = pytest.mark.once


def text_without(op: str, old: str, new: str) -> str:
    return "".join(part.text for part in diff.words(old, new) if part.op != op)


@given(st.text(alphabet="ab \n.<", max_size=60), st.text(alphabet="ab \n.<", max_size=60))
def test_both_texts_can_be_read_out_of_the_parts(old, new):
    assert text_without("added", old, new) == old
    assert text_without("removed", old, new) == new


def test_only_the_words_that_differ_are_marked():
    assert diff.words("We answer in an hour.", "We answer in a minute.") == [
        ("same", "We answer in "),
        ("removed", "an"),
        ("added", "a"),
        ("same", " "),
        ("removed", "hour"),
        ("added", "minute"),
        ("same", "."),
    ]


def test_sentences_with_little_in_common_are_not_mixed():
    old, new = "People who write to a form have to hope.", "A chat is answered while you wait."
    assert [part.op for part in diff.words(old, new)] == ["removed", "added"]


def test_what_was_only_added_to_stays_in_sight():
    parts = diff.words("Two lists.", "Two lists. It took a week to get used to them.")
    assert parts[0] == ("same", "Two lists.")
    assert [part.op for part in parts] == ["same", "added"]


def test_equal_texts_have_no_difference():
    assert [part.op for part in diff.words("One.\nTwo.", "One.\r\nTwo.")] == ["same"]
    assert diff.words("", "") == []


@pytest.mark.parametrize("lines", [1, 400])
def test_long_texts_are_compared_without_losing_a_word(lines):
    old, new = "a b " * 4000 + "\n" * lines, "b a c " * 4000 + "\n" * lines
    assert text_without("added", old, new) == old
    assert text_without("removed", old, new) == new


def test_fields_that_agree_are_left_out():
    old = {"title": Said("Title", "One"), "text": Said("Text", "Same")}
    new = {"title": Said("Title", "Two"), "text": old["text"], "slug": Said("Slug", "two")}
    assert [field.label for field in diff.fields(old, new)] == ["Title", "Slug"]
    assert [field.label for field in diff.fields(new, old)] == ["Title", "Slug"]


def test_rows_that_were_only_renamed_stand_in_the_same_order():
    one, two = {"a": "Steps “How”", "b": "Call"}, {"a": "Steps “Why”", "b": "Call"}
    turned = {"b": "Call", "a": "Steps “Why”"}
    old, new, other = (
        {"rows:": Said("Order", "\n".join(names.values()), names)} for names in (one, two, turned)
    )
    assert diff.fields(old, new) == []
    (order,) = diff.fields(old, other)
    assert "".join(part.text for part in order.parts if part.op != "added") == "Steps “Why”\nCall"


def test_what_is_shown_is_escaped():
    parts = diff.words("", "<script>alert(1)</script>")
    html = render_to_string("publishing/includes/diff.html", {"parts": parts})
    assert "<script>" not in html
    assert "<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>" in html
