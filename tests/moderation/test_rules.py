"""Each rule fires on what it names, on nothing else, and one that fires is enough to hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.rules import BY_CODE, LIKELY, OLD_FORM, QUICKEST_HUMAN, Submission, judge, told

TRUSTED = Submission(approved=2)
MOMENT = timedelta(seconds=1)


def codes(submission):
    return [reason["code"] for reason in judge(submission).reasons]


def test_a_plain_text_of_a_known_author_is_published():
    outcome = judge(TRUSTED)
    assert not outcome.holds
    assert outcome.score == 0


@pytest.mark.parametrize(
    ("code", "just_fine", "suspicious"),
    [
        ("new_author", {"approved": 2}, {"approved": 1}),
        ("links", {"links": 5}, {"links": 6}),
        ("watched_word", {"watched": frozenset()}, {"watched": frozenset({"casino"})}),
        ("repeated", {"repeats": 0}, {"repeats": 1}),
        ("new_host", {"new_hosts": frozenset()}, {"new_hosts": frozenset({"spam.example"})}),
        ("too_fast", {"age": QUICKEST_HUMAN}, {"age": QUICKEST_HUMAN - MOMENT}),
        ("old_form", {"age": OLD_FORM}, {"age": OLD_FORM + MOMENT}),
        ("trap", {"is_trapped": False}, {"is_trapped": True}),
        ("classifier", {"likelihood": LIKELY - 0.01}, {"likelihood": LIKELY}),
        ("checker_error", {"failed": frozenset()}, {"failed": frozenset({"words"})}),
    ],
)
def test_a_rule_fires_from_its_limit_on(code, just_fine, suspicious):
    assert codes(replace(TRUSTED, **just_fine)) == []
    assert codes(replace(TRUSTED, **suspicious)) == [code]
    assert judge(replace(TRUSTED, **suspicious)).holds


def test_every_rule_has_a_test_of_its_limit():
    tested = {case[0] for case in test_a_rule_fires_from_its_limit_on.pytestmark[0].args[1]}
    assert tested == set(BY_CODE)


def test_a_new_author_may_set_two_links():
    assert codes(Submission(links=2)) == ["new_author"]
    assert codes(Submission(links=3)) == ["new_author", "links"]


def test_the_points_of_all_rules_that_fire_add_up():
    outcome = judge(replace(TRUSTED, links=9, repeats=1))
    assert outcome.score == sum(reason["points"] for reason in outcome.reasons) == 6


def test_the_author_is_told_the_reason_and_not_its_details():
    outcome = judge(replace(TRUSTED, watched=frozenset({"casino"})))
    assert outcome.reasons[0]["detail"] == "casino"
    assert told(outcome.reasons) == ["It uses a word that a person looks at."]
    assert "casino" not in " ".join(told(outcome.reasons))


def test_a_reason_of_an_older_version_is_left_out():
    assert told([{"code": "gone", "points": 1, "detail": ""}]) == []
