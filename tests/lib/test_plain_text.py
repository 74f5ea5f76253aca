"""Text that people type costs little work, whatever it is, and keeps what one can see."""

import unicodedata
from unittest import mock

import pytest
from django import forms
from django.core.exceptions import ValidationError

from contactatonce.lib import text
from contactatonce.lib.text import MOST_MARKS, PlainTextField, tidy_line, tidy_text

STACK = "\u0315\u0300\u05ae\u0301"  # marks of four combining classes, which NFC has to sort
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@pytest.fixture
def normalized(monkeypatch) -> list[str]:
    """Collect the texts that are normalized."""
    seen: list[str] = []

    def normalize(form: str, value: str) -> str:
        seen.append(value)
        return unicodedata.normalize(form, value)

    fake = mock.Mock(normalize=normalize, combining=unicodedata.combining)
    monkeypatch.setattr(text, "unicodedata", fake)
    return seen


def longest_run(value: str) -> int:
    longest = run = 0
    for character in value:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("tidy", [tidy_line, tidy_text])
def test_a_run_of_marks_is_cut_before_it_is_normalized(normalized, tidy):
    tidied = tidy("a" + STACK * 10_000 + "b" + STACK)
    assert max(len(value) for value in normalized) <= 2 + MOST_MARKS + len(STACK)
    assert tidied.startswith(unicodedata.normalize("NFC", "a" + STACK)[0])
    assert tidied.endswith(unicodedata.normalize("NFC", "b" + STACK))


def test_a_mark_that_decomposes_into_two_counts_twice():
    assert longest_run(tidy_line("a" + "\u0344" * 1000)) == MOST_MARKS


def test_text_that_is_far_too_long_is_refused_unread(normalized):
    field = PlainTextField(max_length=100, widget=forms.Textarea)
    with pytest.raises(ValidationError) as refused:
        field.clean("é" * 401)
    assert refused.value.error_list[0].code == "max_length"
    assert normalized == []


def test_text_that_is_somewhat_too_long_is_counted_as_it_would_be_stored():
    field = PlainTextField(max_length=10)
    assert field.clean("a  " * 5) == "a a a a a"
    with pytest.raises(ValidationError):
        field.clean("a " * 6)


def test_ascii_needs_no_normalization(normalized):
    assert tidy_text("Hello\r\nthere") == "Hello\nthere"
    assert normalized == []


def test_a_text_area_keeps_its_lines_and_an_input_has_one():
    typed = " One\r\n\ttwo\x00 "
    assert PlainTextField(widget=forms.Textarea).clean(typed) == "One\n\ttwo"
    assert PlainTextField().clean(typed) == "One two"


@pytest.mark.parametrize(
    "typed",
    ["Zoe\u0308", "Việt Nam", "नमस्ते", "שָׁלוֹם", "مَرْحَبًا", FAMILY, "각", "p\u0323\u0302\u0301"],
)
def test_what_people_write_in_any_script_is_kept(typed):
    assert tidy_line(typed) == unicodedata.normalize("NFC", typed)
    assert tidy_text(typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    "control",
    ["\u200b", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2060, 0x206A)), "\ufeff"],
)
def test_controls_of_direction_and_width_are_removed(control):
    assert tidy_line(f"a{control}b") == tidy_text(f"a{control}b") == "ab"
