"""Rules for public texts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from moderation.rules import DISCREET, LIKELY, OLD_FORM, PUBLIC_TEXTS, QUICKEST_HUMAN, PublicText

TRUSTED = PublicText(approved=2, is_confirmed=True, name="Rita")
MOMENT = timedelta(seconds=1)


def codes(submission):
    return [reason["code"] for reason in PUBLIC_TEXTS.judge(submission).reasons]


def test_plain_text_of_a_trusted_author_is_published():
    outcome = PUBLIC_TEXTS.judge(TRUSTED)
    assert not outcome.is_held
    assert outcome.score == 0


@pytest.mark.parametrize(
    ("code", "just_fine", "suspicious"),
    [
        ("new_author", {"approved": 2}, {"approved": 1}),
        ("unconfirmed", {"is_confirmed": True}, {"is_confirmed": False}),
        (
            "new_name",
            {"earlier_names": frozenset({"rita"})},
            {"earlier_names": frozenset({"nora"})},
        ),
        ("our_name", {"own_names": frozenset({"Ada"})}, {"own_names": frozenset({"RITA"})}),
        ("links", {"links": 5}, {"links": 6}),
        ("watched_word", {"watched": frozenset()}, {"watched": frozenset({"casino"})}),
        ("repeated", {"repeats": 0}, {"repeats": 1}),
        ("new_host", {"new_hosts": frozenset()}, {"new_hosts": frozenset({"spam.example"})}),
        (
            "spread_host",
            {"spread_hosts": frozenset()},
            {"spread_hosts": frozenset({"spam.example"})},
        ),
        ("reported", {"is_reported": False}, {"is_reported": True}),
        ("added_link", {"added_links": 0}, {"added_links": 1}),
        ("media", {"pictures": 0}, {"pictures": 1}),
        ("refused", {"was_refused": False}, {"was_refused": True}),
        ("too_fast", {"age": QUICKEST_HUMAN}, {"age": QUICKEST_HUMAN - MOMENT}),
        ("old_form", {"age": OLD_FORM}, {"age": OLD_FORM + MOMENT}),
        ("trap", {"is_trapped": False}, {"is_trapped": True}),
        ("classifier", {"likelihood": LIKELY - 0.01}, {"likelihood": LIKELY}),
        ("checker_error", {"failed": frozenset()}, {"failed": frozenset({"words"})}),
    ],
)
def test_rule_fires_from_its_limit(code, just_fine, suspicious):
    assert codes(replace(TRUSTED, **just_fine)) == []
    assert codes(replace(TRUSTED, **suspicious)) == [code]
    assert PUBLIC_TEXTS.judge(replace(TRUSTED, **suspicious)).is_held


def test_every_limit_is_tested():
    tested = {case[0] for case in test_rule_fires_from_its_limit.pytestmark[0].args[1]}
    assert tested | {"silenced"} == {rule.code for rule in PUBLIC_TEXTS.rules}  # fires never


def test_new_author_may_post_two_links():
    assert codes(PublicText(links=2)) == ["new_author"]
    assert codes(PublicText(links=3)) == ["new_author", "links"]


def test_points_add_up():
    outcome = PUBLIC_TEXTS.judge(replace(TRUSTED, links=9, repeats=1))
    assert outcome.score == sum(reason["points"] for reason in outcome.reasons) == 6


def test_message_does_not_contain_the_detail():
    outcome = PUBLIC_TEXTS.judge(replace(TRUSTED, watched=frozenset({"casino"})))
    assert outcome.reasons[0]["detail"] == "casino"
    [reason] = PUBLIC_TEXTS.explain(outcome.reasons)
    assert reason["message"] == "It contains a word that a person checks."


def test_author_does_not_learn_what_is_known_about_the_address():
    stranger = PublicText(name="Rita")
    impostor = replace(TRUSTED, earlier_names=frozenset({"nora"}))
    unconfirmed = replace(TRUSTED, is_confirmed=False)
    told = [
        PUBLIC_TEXTS.tell_author(PUBLIC_TEXTS.judge(text).reasons)
        for text in (stranger, impostor, unconfirmed)
    ]
    assert told[0] == told[1] == told[2] == [DISCREET]


def test_reasons_of_removed_rules_are_left_out():
    assert PUBLIC_TEXTS.explain([{"code": "gone", "points": 1, "detail": ""}]) == []


def test_each_rule_is_explained_to_moderators():
    page = Path(settings.BASE_DIR, "docs/moderation.md").read_text()
    assert [rule.code for rule in PUBLIC_TEXTS.rules if f"| `{rule.code}` |" not in page] == []
