"""The public data page is generated from the declarations, so no field can be missing (P31)."""

from html import unescape

from django.utils.html import strip_tags

from privacy import datamap
from privacy.registry import Category, OnErasure, declarations
from tests.base import HOSTS
from tests.privacy.cases import PublishedTestCase


class DataMapPageTestCase(PublishedTestCase):
    def words(self, host: str = HOSTS[0]) -> str:
        content = self.client.get("/privacy/data/", headers={"host": host}).content.decode()
        return " ".join(unescape(strip_tags(content)).split())

    def test_every_personal_field_is_listed_in_its_category(self):
        held = dict(datamap.by_category())
        words = self.words()
        count = 0
        for declaration in declarations.values():
            for name, category in declaration.personal.items():
                label = datamap.field_label(declaration.model, name)
                self.assertTrue(
                    any(label in record["fields"] for record in held[category]),
                    f"{declaration.label}.{name}",
                )
                self.assertIn(label, words)
                count += 1
        self.assertGreater(count, 50)

    def test_every_purpose_and_period_is_shown(self):
        words = self.words()
        for declaration in declarations.values():
            if declaration.holds_somebody:
                self.assertIn(declaration.purpose, words, declaration.label)
                basis = declaration.retention.basis
                self.assertIn(f"{basis[0].upper()}{basis[1:]}.", words, declaration.label)

    def test_exceptions_to_erasure_are_shown_with_their_reason(self):
        words = self.words()
        kept = [d for d in declarations.values() if d.on_erasure is OnErasure.KEEP]
        self.assertTrue(kept)
        for declaration in kept:
            self.assertIn(declaration.keep_because, words, declaration.label)

    def test_period_after_an_erasure_is_the_one_of_a_rule(self):
        rules = [d.retention.basis for d in declarations.values() if d.retention]
        for declaration in declarations.values():
            period = declaration.keep_until
            if any(letter.isdigit() for letter in period):
                found = any(f"until {basis}".startswith(period) for basis in rules)
                self.assertTrue(found, f"{declaration.label}: {period}")

    def test_models_without_personal_data_are_left_out(self):
        words = self.words()
        self.assertNotIn("Opening hours", words)
        self.assertNotIn("Content types", words)

    def test_a_category_without_a_field_is_not_shown(self):
        shown = set(dict(datamap.by_category()))
        held = {category for found in declarations.values() for category in found.personal.values()}
        self.assertEqual(shown, held)
        self.assertLessEqual(shown, set(Category))

    def test_page_is_the_same_on_all_five_sites(self):
        main = {
            host: self.words(host).split("What we hold about people")[1][:4000] for host in HOSTS
        }
        self.assertEqual(len(set(main.values())), 1)
