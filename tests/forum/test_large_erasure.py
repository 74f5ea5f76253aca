"""A member with 5,000 posts is shown everything in minutes, and erased within one (P30)."""

from contextlib import suppress
from unittest import mock

import pytest
from django.db import transaction
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from forum import text
from forum.models import Member, Post, PostVersion
from privacy.erasure import destruction, erasure
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from privacy.models import Erasure
from privacy.rights import exports
from tests.cost import timed
from tests.forum.factories import create_board, create_member, create_topic

EMAIL = "zebulon@example.com"
POSTS = 5_000
EXPORTED_WITHIN, ERASED_WITHIN = 300, 60  # seconds, which people are promised; it takes a tenth


class Killed(BaseException):
    """Simulates the death of the process."""


@transaction.atomic
def write(number: int) -> Member:
    """Store a member who wrote `number` replies, a tenth of them edited, a tenth held."""
    topic = create_topic(create_board(), create_member("Omar Other"))
    member = create_member("Zebulon Quackenbush")
    html = text.render("Bees sleep.")
    states = ["held" if count % 10 == 0 else "published" for count in range(number)]
    Post.objects.bulk_create(
        Post(topic=topic, author=member, text="Bees sleep.", html=html, state=state)
        for state in states
    )
    PostVersion.objects.bulk_create(
        PostVersion(post=post, number=1, text="Before.") for post in Post.objects.all()[::10]
    )
    return member


def order() -> Erasure:
    subject = subject_of(EMAIL)
    return erasure.execute(subject=subject, plan_hash=plan_person(subject).digest)


class ErasureKilledTestCase(TransactionTestCase):
    def setUp(self) -> None:
        load_sites()

    def test_an_erasure_killed_in_the_middle_is_completed(self):
        member = write(50)
        for step in ("forget_jobs", "overwrite_admin_log", "blank"):
            with mock.patch.object(destruction, step, side_effect=Killed), suppress(Killed):
                for left in Erasure.objects.unfinished() or [None]:
                    erasure.resume(left.pk) if left else order()
            member.refresh_from_db()
            assert member.user is not None
            assert Post.objects.filter(author=member).count() == 50
        erasure.finish(Erasure.objects.unfinished().get().pk)
        member.refresh_from_db()
        assert member.is_former
        assert Post.objects.filter(author=member).count() == 45
        assert not PostVersion.objects.filter(post__author=member).exists()

    @pytest.mark.slow
    def test_five_thousand_posts_are_exported_and_erased_in_time(self):
        write(POSTS)
        export, took = timed(lambda: exports.prepare(subject_of(EMAIL)))
        assert export.records > POSTS
        assert took <= EXPORTED_WITHIN
        _, took = timed(lambda: erasure.finish(order().pk))
        assert took <= ERASED_WITHIN
