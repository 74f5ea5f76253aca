"""Nothing is silently dropped: each of many odd submissions is stored or comes back whole."""

import random
from datetime import timedelta
from html import escape

import pytest
from django.test import override_settings
from django.utils import timezone

from blog.models import Comment
from contactatonce.lib import form_tokens
from moderation.models import WatchedWord
from moderation.screening import watched_words

from .commenting import CommentTestCase

NAMES = ("Rita", "", "x" * 81, "Ri\x00ta", "<b>Rita</b>", "رِيتا", "\u202eatiR")
ADDRESSES = ("rita@example.com", "RITA@example.com", "nobody", "", "a@b", "ü@example.com")
TEXTS = (
    "A plain sentence about Saturdays.",
    "",
    "   ",
    "word " * 1300,
    "casino casino casino",
    "https://one.example https://two.example https://three.example",
    "\x00\x01\x02",
    "[" * 3000,
    "🙂" * 400,
    "<script>alert(1)</script>",
    "Two\r\n\r\nparagraphs.",
)
TOKENS = ("own", "own", "own", "own", "forged", "", "old", "again")
SITES = ("same-origin", "same-origin", "same-origin", "cross-site", "")


@override_settings(COMMENT_RATE="1000000/h")
class FuzzTestCase(CommentTestCase):
    number = 150

    def test_published_held_and_returned_are_all_that_came_in(self):
        WatchedWord.objects.create(word="casino")
        watched_words.clear()
        self.trust()
        draw = random.Random(20261122)

        def pick(usual, odd):
            return draw.choice(odd) if draw.random() < 0.3 else usual

        template = self.open_form()
        trap = self.trap(template)
        before = list(Comment.objects.values_list("pk", flat=True))
        stored, returned, repeated = set(), 0, 0
        last_token = template["form_token"]
        for number in range(self.number):
            text = pick(TEXTS[0], TEXTS) + (f" {number}" if draw.random() < 0.7 else "")
            token = self.token(draw.choice(TOKENS), last_token)
            fields = {
                "form_token": token,
                "name": pick("Rita", NAMES),
                "email": pick("rita@example.com", ADDRESSES),
                "text": text,
                "parent": pick("", ("0", "x")),
                trap: pick("", ("filled",)),
            }
            if draw.random() < 0.3:
                fields["person"] = "on"
            headers = {"sec-fetch-site": draw.choice(SITES)}
            response = self.client.post(self.action, fields, headers=headers)
            if response.status_code == 303:
                repeated += response["Location"] in stored
                stored.add(response["Location"])
                last_token = token
            else:
                assert response.status_code in {403, 409, 422}, response.status_code
                page = response.content.decode()
                assert 'role="alert"' in page
                assert "<textarea" in page
                assert "\x00" in text or escape(text) in page
                returned += 1
        states = Comment.objects.exclude(pk__in=before).values_list("state", flat=True)
        assert set(states) <= {"held", "published"}
        assert len(states) == len(stored)
        assert len(stored) + repeated + returned == self.number
        assert min(len(stored), returned, repeated) > self.number // 100

    def token(self, kind, last):
        """Return a token that was minted a minute ago, or one that is wrong in some way."""
        if kind == "own":
            return self.minted(timezone.now() - timedelta(minutes=1))
        if kind == "old":
            return self.minted(timezone.now() - timedelta(days=2))
        return {"again": last, "forged": "forged", "": ""}[kind]

    def minted(self, at):
        return form_tokens.mint(f"comment:{self.post.pk}", at=at)


@pytest.mark.slow
class LongFuzzTestCase(FuzzTestCase):
    number = 1000
