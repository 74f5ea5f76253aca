"""Correcting an author changes what readers see, and keeps the URL of the author's page."""

import pytest

from blog.models import Author
from privacy.erasure.identifiers import subject_of
from privacy.rights import correction
from privacy.rights.correction import Change
from tests.base import StaffTestCase
from tests.blog.base import create_author

DANA = "dana@example.com"


class AuthorCorrectionTestCase(StaffTestCase):
    def correct(self, author: Author, field: str, value: str) -> None:
        correction.apply(subject_of(DANA), [Change("blog.author", str(author.pk), field, value)])
        author.refresh_from_db()

    def test_corrected_bio_is_shown(self):
        author = create_author(email=DANA)
        self.correct(author, "bio", "Writes *well*.")
        assert author.bio == "Writes *well*."
        assert author.bio_html == "<p>Writes <em>well</em>.</p>\n"

    def test_corrected_name_keeps_the_url(self):
        author = create_author(email=DANA)
        self.correct(author, "name", "Dana Sample")
        assert (author.name, author.slug) == ("Dana Sample", "dana-example")
        with pytest.raises(correction.NotCorrectable):
            self.correct(author, "slug", "dana-sample")
