"""Seals: shown while the certificate is valid, from our own server (P02-P04)."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from privacy.demo import load_demo
from privacy.models import Certification, Recipient
from privacy.outreach import notices
from privacy.policy import documents
from tests.privacy.cases import PublishedTestCase


def create_certification(**fields) -> Certification:
    today = timezone.now().date()
    certification = Certification(
        **{
            "kind": "program",
            "name": "Example Program",
            "seal": "img/seals/example.svg",
            "validation_url": "https://example.com/validate",
            "dispute_url": "https://example.com/disputes",
            "valid_from": today - timedelta(days=10),
            "valid_until": today + timedelta(days=10),
            **fields,
        }
    )
    certification.full_clean()
    certification.save()
    documents.published.clear()
    return certification


class CertificationTestCase(PublishedTestCase):
    def test_seal_links_to_validation_and_dispute_pages(self):
        create_certification()
        response = self.client.get("/privacy/")
        self.assertContains(response, 'src="/static/img/seals/example.svg"')
        self.assertContains(response, 'href="https://example.com/validate"')
        self.assertContains(response, 'href="https://example.com/disputes"')
        self.assertContains(response, "Downloaded software is not covered.")

    def test_certificate_is_shown_only_while_valid(self):
        create_certification(
            valid_from=datetime(2027, 3, 1, tzinfo=UTC),
            valid_until=datetime(2027, 3, 31, tzinfo=UTC),
        )
        for moment, is_shown in (
            (datetime(2027, 2, 28, 23, 59, tzinfo=UTC), False),
            (datetime(2027, 3, 1, tzinfo=UTC), True),
            (datetime(2027, 3, 31, 23, 59, tzinfo=UTC), True),
            (datetime(2027, 4, 1, tzinfo=UTC), False),
        ):
            with time_machine.travel(moment, tick=False):
                self.assertEqual(bool(notices.valid_certifications()), is_shown, moment)
                self.assertEqual(Certification.objects.valid().exists(), is_shown, moment)
                content = self.client.get("/privacy/").content.decode()
                self.assertEqual("img/seals/" in content, is_shown, moment)

    def test_page_without_certificates_says_so(self):
        self.assertContains(self.client.get("/privacy/"), "No certificate is in force")

    def test_a_seal_from_elsewhere_is_refused(self):
        for seal in ("https://example.com/seal.svg", "/etc/passwd", "img/seals/none.svg"):
            with self.assertRaises(ValidationError):
                create_certification(seal=seal)


class DemoTestCase(PublishedTestCase):
    def test_demo_certificates_are_marked_as_examples(self):
        self.assertTrue(load_demo())
        self.assertFalse(load_demo())
        documents.published.clear()
        self.assertContains(self.client.get("/privacy/"), "(demo)")
        self.assertContains(self.client.get("/privacy/recipients/"), "(demo)</h3>", count=3)

    def test_production_has_no_demo_certificates(self):
        with self.settings(IS_LOCAL=False):
            self.assertFalse(load_demo())
        self.assertFalse(Certification.objects.exists() or Recipient.objects.exists())
