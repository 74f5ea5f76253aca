"""Honest prospects write of their own websites without being quarantined; known spam is not."""

from dataclasses import replace

import pytest

from moderation.rules import INQUIRIES, QUARANTINE_INQUIRY_FROM

from .test_inquiry_spam import HUMAN

STORES = "Our stores: https://www.cityford.example, www.lakesidekia.example and http://valleyhonda.example/."
HONEST = {
    "their website as company": {"company_name": "www.harborlofts.example", "message": "Hello"},
    "name and website as company": {
        "company_name": "Harbor Lofts (https://harborlofts.example/)",
        "message": "Prices for www.harborlofts.example/floorplans, please.",
    },
    "three stores": {"message": STORES},
    "three stores and the own one": {
        "email": "hank@hill.example",
        "message": f"{STORES} We are www.hill.example.",
    },
    "pages of their own domain": {
        "email": "hank@hill.example",
        "message": "https://hill.example/a https://www.hill.example/b https://cars.hill.example/c "
        "http://hill.example/d?e=f",
    },
    "pages of stores that begin with their name": {
        "company_name": "Peach State Motors",
        "message": "https://peachstateford.example/new https://peach-state-kia.example/used "
        "https://www.peachstatehonda.example/service?x=1",
    },
    "a page on another site": {"message": "Like https://rival.example/chat, but better."},
}
SPAM = {
    "three pages elsewhere": {
        "message": "https://a.example/1 https://b.example/2 https://c.example/3"
    },
    "a page elsewhere as company": {"company_name": "https://a.example/buy", "message": "Hi"},
    "two websites as company": {"company_name": "www.a.example www.b.example", "message": "Hi"},
    "six home pages": {"message": " ".join(f"www.{name}.example" for name in "abcdef")},
    "six pages of the sender": {
        "email": "x@spam.example",
        "message": " ".join(f"https://spam.example/{name}" for name in "abcdef"),
    },
    "link markup": {"message": "<a href='https://a.example'>cheap</a>"},
}


def is_held(answers):
    outcome = INQUIRIES.judge(replace(HUMAN, answers=answers))
    return outcome.score >= QUARANTINE_INQUIRY_FROM


@pytest.mark.parametrize("answers", HONEST.values(), ids=HONEST)
def test_honest_prospect_is_not_held(answers):
    assert not is_held(answers)


@pytest.mark.parametrize("answers", SPAM.values(), ids=SPAM)
def test_known_spam_is_held(answers):
    assert is_held(answers)


def test_a_website_in_an_address_field_is_still_suspicious():
    assert is_held({"message": "Hi", "city": "www.harborlofts.example"})


def test_an_own_website_in_the_message_gives_no_points():
    answers = {"email": "n@hill.example", "message": "See www.hill.example/chat, please."}
    assert INQUIRIES.judge(replace(HUMAN, answers=answers)).score == 0
