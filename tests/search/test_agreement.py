"""The same search finds the same on SQLite and on PostgreSQL, best first."""

import json
import re
from pathlib import Path

from django.conf import settings

from contactatonce.brands.models import Office
from search import index, results
from tests.search.base import SearchTestCase

EXPECTED = json.loads((Path(__file__).parent / "agreement.json").read_text())
CONTENT = settings.BASE_DIR / "content/policy"
TEXTS = ("privacy-1.md", "terms-1.md", "cookies-1.md")  # published, so they stay as they are


def heading(part: str) -> str:
    return part.strip().partition("\n")[0]


class AgreementTestCase(SearchTestCase):
    """`agreement.json` holds the first three results of 20 searches, as SQLite gave them."""

    def setUp(self):
        super().setUp()
        Office.objects.bulk_create(
            Office(name=f"{heading(part)[:60]} {number}", address=words, fax=self.brand.slug)
            for name in TEXTS
            for part in re.split(r"^#+ ", (CONTENT / name).read_text(), flags=re.M)
            for number, words in enumerate(part.split("\n\n"))
        )
        index.rebuild()

    def first_three(self, text):
        return [result.title for result in results.search(self.brand, text).results[:3]]

    def test_the_first_three_of_twenty_searches_are_the_same_on_every_database(self):
        self.assertEqual(len(EXPECTED), 20)
        shares = {
            text: len(set(titles) & set(self.first_three(text))) / 3
            for text, titles in EXPECTED.items()
        }
        self.assertGreaterEqual(sum(shares.values()) / len(shares), 0.8, shares)
        self.assertTrue(all(len(titles) == 3 for titles in EXPECTED.values()))
