"""Consents: kept with the exact words, asked at every use, withdrawn once (P10, P24)."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from privacy.models import Consent
from privacy.outreach import consents
from privacy.registry import Subject, declarations
from tests.privacy.cases import PublishedTestCase

WORDING = "Write to me now and then about new features and offers."


class ConsentTestCase(PublishedTestCase):
    def give(self, **fields) -> Consent:
        return consents.give(
            **{
                "email": "Nora@Example.com ",
                "purpose": Consent.Purpose.NEWS,
                "wording": WORDING,
                "how": "Box on the contact form",
                "where": "/contact/",
                "brand": self.brand,
                **fields,
            }
        )

    def test_consent_stores_wording_form_page_and_policy(self):
        consent = self.give()
        self.assertEqual(consent.email_key, "nora@example.com")
        self.assertEqual(consent.wording, WORDING)
        self.assertEqual(consent.wording_hash, hashlib.sha256(WORDING.encode()).hexdigest())
        self.assertEqual(consent.wording_version, consent.wording_hash[:12])
        self.assertEqual(self.give(wording_version="2026-11").wording_version, "2026-11")
        self.assertEqual(consent.given_how, "Box on the contact form")
        self.assertEqual(consent.given_where, "/contact/")
        self.assertEqual(consent.policy_version, 1)

    def test_consent_stores_neither_ip_address_nor_browser(self):
        names = {field.name for field in Consent._meta.get_fields()}
        self.assertFalse([name for name in names if "ip" in name.split("_") or "agent" in name])
        self.assertEqual(
            {
                field.get_internal_type()
                for field in Consent._meta.get_fields()
                if "IP" in field.get_internal_type()
            },
            set(),
        )

    def test_consent_is_checked_at_every_use(self):
        asked = {"email": "nora@example.com", "purpose": Consent.Purpose.NEWS}
        self.assertIsNone(consents.find_active(**asked))
        consent = self.give()
        self.assertEqual(consents.find_active(**asked), consent)
        self.assertEqual(consents.find_active(**asked, brand=self.brand), consent)
        other = Brand.objects.exclude(pk=self.brand.pk).first()
        self.assertIsNone(consents.find_active(**asked, brand=other))
        consent.withdraw()
        self.assertIsNone(consents.find_active(**asked))

    def test_second_withdrawal_keeps_the_first_date(self):
        consent = self.give()
        consent.withdraw()
        moment = consent.withdrawn_at
        self.assertIsNotNone(moment)
        consent.withdraw()
        self.assertEqual(consent.withdrawn_at, moment)
        self.assertEqual(Consent.objects.of("nora@example.com").withdraw(), 0)

    def test_saving_a_kept_consent_is_refused(self):
        consent = self.give()
        consent.wording = "Anything goes."
        with self.assertRaises(TypeError):
            consent.save()

    def test_the_database_refuses_every_change_but_the_withdrawal(self):
        consent = self.give()
        for field in Consent._meta.concrete_fields:
            if field.primary_key or field.name == "withdrawn_at":
                continue
            with (
                self.subTest(field=field.name),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                value = getattr(consent, field.attname)
                Consent.objects.filter(pk=consent.pk).update(**{field.attname: value})
        consent.withdraw()
        with self.assertRaises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None)

    def test_withdrawal_cannot_precede_the_consent(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Consent.objects.create(
                purpose=Consent.Purpose.NEWS,
                email="nora@example.com",
                wording=WORDING,
                given_how="x",
                brand=self.brand,
                withdrawn_at=timezone.now() - timedelta(days=1),
            )

    def test_person_finds_only_their_own_consents(self):
        mine = self.give()
        self.give(email="bob@example.com")
        found = declarations[Consent].about(Subject("nora@example.com"))
        self.assertEqual(list(found), [mine])
