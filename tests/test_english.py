"""The language check finds what it should, and nothing else."""

from pathlib import Path

import pytest

from tools.english import findings

DECISION = Path("docs/decisions/0001-a.md")


@pytest.mark.parametrize(
    "text",
    [
        "Whoever asks.",  # english: quoted
        "The rule\nstands.",  # english: quoted
        "They were told so.",  # english: quoted
        "as of now",  # english: quoted
    ],
)
def test_checked_word_is_found(text):
    assert len(list(findings(Path("a/models.py"), text))) == 1


@pytest.mark.parametrize("text", ["A standard.", "standing", "a grandstand", "They were told."])
def test_other_word_is_allowed(text):
    assert not list(findings(Path("a/models.py"), text))


def test_quoted_line_is_allowed():
    assert not list(findings(Path("a.md"), "use “again”, not “anew” <!-- english: quoted -->"))


def test_documentation_wraps_at_100_columns():
    assert list(findings(Path("docs/a.md"), "word " * 21))
    assert not list(findings(Path("docs/a.md"), "| " + "word " * 21))
    assert not list(findings(Path("content/blog/a.md"), "word " * 21))


def test_decision_has_at_most_40_lines():
    assert not list(findings(DECISION, "a\n" * 40))
    assert list(findings(DECISION, "a\n" * 41))
