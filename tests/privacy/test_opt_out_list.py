"""The opt-out list: names no one, outlives everything, and the strictest rule wins (P12, P13)."""

from datetime import timedelta

from django.db import IntegrityError, connection, models, transaction
from django.test import override_settings
from django.utils import timezone

from contactatonce.brands.models import Brand
from privacy import fingerprints
from privacy.checks import opt_outs_have_a_key
from privacy.models import Consent, OptOutLink, Suppression
from privacy.outreach import consents, opt_outs
from privacy.outreach.opt_outs import Use
from privacy.registry import Subject, declarations
from tests.privacy.cases import PublishedTestCase

NORA = "nora@example.com"
ALL, NEWS = Suppression.Scope.ALL, Suppression.Scope.NEWS


class OptOutListTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.other = Brand.objects.exclude(pk=self.brand.pk).first()

    def consent(self, **fields) -> Consent:
        return consents.give(
            **{
                "email": NORA,
                "purpose": Consent.Purpose.NEWS,
                "wording": "Write to me.",
                "how": "test",
                "brand": self.brand,
                **fields,
            }
        )

    def suppress(self, address: str = NORA, **fields) -> Suppression:
        return opt_outs.suppress(
            **{"address": address, "scope": NEWS, "reason": Suppression.Reason.LINK, **fields}
        )

    def uses(self, brand: Brand | None = None) -> set[Use]:
        return {use for use in Use if opt_outs.mailable(NORA, use=use, brand=brand or self.brand)}

    def test_news_need_a_consent_that_was_given_on_the_same_site(self):
        self.assertEqual(self.uses(), {Use.ANSWER, Use.NOTICE, Use.FOLLOW_UP, Use.WATCHED})
        self.consent()
        self.assertEqual(self.uses(), set(Use))
        self.assertNotIn(Use.NEWS, self.uses(self.other))

    def test_opt_out_from_news_stops_news_and_follow_ups(self):
        self.consent()
        self.suppress()
        self.assertEqual(self.uses(), {Use.ANSWER, Use.NOTICE, Use.WATCHED})
        self.assertEqual(self.uses(self.other), {Use.ANSWER, Use.NOTICE, Use.WATCHED})

    def test_an_opt_out_from_everything_leaves_answers_only(self):
        self.suppress(scope=ALL)
        self.assertEqual(self.uses(), {Use.ANSWER})

    def test_an_opt_out_from_one_site_leaves_the_others(self):
        self.consent()
        self.consent(brand=self.other)
        self.suppress(brand=self.other)
        self.assertNotIn(Use.NEWS, self.uses(self.other))
        self.assertIn(Use.NEWS, self.uses())

    def test_the_strictest_of_several_wins(self):
        self.suppress(brand=self.other)
        self.suppress(scope=ALL)
        self.assertEqual(self.uses(self.other), {Use.ANSWER})

    def test_lifting_an_opt_out_for_one_site_keeps_others(self):
        self.suppress(scope=ALL)
        self.suppress(brand=self.other)
        opt_outs.lift(address=NORA, brand=self.brand)
        self.assertIn(Use.FOLLOW_UP, self.uses())
        self.assertNotIn(Use.FOLLOW_UP, self.uses(self.other))

    def test_every_spelling_of_the_address_is_the_same_address(self):
        self.suppress(" NORA@Example.COM ")
        self.assertNotIn(Use.FOLLOW_UP, self.uses())
        self.suppress("käthe@bücher.example")
        self.assertFalse(
            opt_outs.mailable("KÄTHE@xn--bcher-kva.example", use=Use.FOLLOW_UP, brand=self.brand)
        )

    def test_consent_before_the_opt_out_stays_withdrawn(self):
        self.consent()
        Consent.objects.create(
            purpose=Consent.Purpose.NEWS,
            email=NORA,
            wording="Write to me.",
            given_how="an import that missed the withdrawal",
            given_at=timezone.now() - timedelta(days=1),
            brand=self.brand,
        )
        self.suppress()
        Consent.objects.bulk_create(
            [
                Consent(
                    purpose=Consent.Purpose.NEWS,
                    email=NORA,
                    wording="x",
                    wording_hash="x",
                    given_how="a restored backup",
                    given_at=timezone.now() - timedelta(days=1),
                    brand=self.brand,
                )
            ]
        )
        opt_outs.lift(address=NORA, brand=self.brand)
        self.assertNotIn(Use.NEWS, self.uses())
        self.consent()
        self.assertIn(Use.NEWS, self.uses())

    def test_opting_out_withdraws_the_consent_to_news(self):
        consent = self.consent()
        self.suppress()
        consent.refresh_from_db()
        self.assertIsNotNone(consent.withdrawn_at)

    def test_opting_out_twice_is_one_row_with_the_first_date(self):
        first = self.suppress()
        self.assertEqual(self.suppress(), first)
        self.assertEqual(Suppression.objects.count(), 1)

    def test_a_thousand_addresses_are_asked_in_three_queries(self):
        addresses = [f"person{number}@example.com" for number in range(1000)]
        self.suppress(addresses[7])
        with self.assertNumQueries(2):
            found = opt_outs.mailable_among(addresses, use=Use.FOLLOW_UP, brand=self.brand)
        self.assertEqual(len(found), 999)
        with self.assertNumQueries(3):
            opt_outs.mailable_among(addresses, use=Use.NEWS, brand=self.brand)

    def test_opt_out_list_stores_no_address(self):
        self.suppress()
        opt_outs.link(NORA, brand=self.brand)
        with connection.cursor() as cursor:
            for table in ("privacy_suppression", "privacy_optoutlink"):
                cursor.execute(f"SELECT * FROM {table}")
                self.assertNotIn("nora", str(cursor.fetchall()))
        for model in (Suppression, OptOutLink):
            relations = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]
            self.assertEqual(relations, [])

    def test_an_opt_out_is_not_rewritten(self):
        suppression = self.suppress()
        with self.assertRaises(TypeError):
            suppression.save()
        with self.assertRaises(IntegrityError), transaction.atomic():
            Suppression.objects.update(scope=ALL)

    def test_a_person_finds_their_own_opt_out(self):
        mine = self.suppress()
        self.suppress("bob@example.com")
        found = declarations[Suppression].about(Subject(NORA))
        self.assertEqual(list(found), [mine])


class KeyTestCase(PublishedTestCase):
    def test_without_the_key_nothing_matches(self):
        with override_settings(SECRET_KEY="a" * 60):
            opt_outs.suppress(address=NORA, scope=ALL, reason=Suppression.Reason.LINK)
        with override_settings(SECRET_KEY="b" * 60):
            self.assertTrue(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))

    def test_fallback_key_still_matches(self):
        with override_settings(SUPPRESSION_KEY="the first key"):
            opt_outs.suppress(address=NORA, scope=ALL, reason=Suppression.Reason.LINK)
            link = opt_outs.link(NORA, brand=self.brand).rpartition("/")[2]
        with override_settings(
            SUPPRESSION_KEY="the second key", SUPPRESSION_KEY_FALLBACKS=["the first key"]
        ):
            self.assertFalse(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))
            self.assertIsNotNone(opt_outs.read_link(link))
            opt_outs.suppress(address=NORA, scope=ALL, reason=Suppression.Reason.LINK)
        key_ids = set(Suppression.objects.values_list("key_id", flat=True))
        self.assertEqual(len(key_ids), 2)

    def test_separate_key_can_be_added_later(self):
        opt_outs.suppress(address=NORA, scope=ALL, reason=Suppression.Reason.LINK)
        with override_settings(SUPPRESSION_KEY="a key of its own"):
            self.assertFalse(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))

    def test_a_new_normalizer_leaves_old_rows_matching(self):
        opt_outs.suppress(address=NORA, scope=ALL, reason=Suppression.Reason.LINK)
        fingerprints.NORMALIZERS[2] = lambda address: address.strip().lower().replace(".", "")
        try:
            self.assertFalse(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))
        finally:
            del fingerprints.NORMALIZERS[2]

    def test_a_deployment_without_a_key_of_its_own_is_warned(self):
        with override_settings(SUPPRESSION_KEY=""):
            self.assertEqual([found.id for found in opt_outs_have_a_key()], ["privacy.W001"])
        with override_settings(SUPPRESSION_KEY="x" * 50):
            self.assertEqual(opt_outs_have_a_key(), [])
