"""The gate: data goes to registered recipients only, each time on record (P11, P20-P24)."""

import ast
from datetime import timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import SimpleTestCase
from django.utils import timezone

from privacy.fingerprints import is_about
from privacy.models import Consent, Disclosure, Notice, Recipient
from privacy.outreach import consents, disclosures, notices
from privacy.outreach.disclosures import Ground, Refusal
from privacy.registry import Category, Subject, declarations
from promises.proofs.sharing import ASKS_OUR_OWN_SITES
from tests import factories
from tests.privacy.cases import PublishedTestCase

NORA = "nora@example.com"
APPS = ("contactatonce", "leads", "privacy")
OUTBOUND = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib"}


def create_recipient(**fields) -> Recipient:
    recipient = Recipient(
        **{
            "slug": "parcels",
            "name": "Example Parcels",
            "kind": Recipient.Kind.SHIPPING,
            "purpose": "Brings printed material.",
            "categories": ["CONTACT"],
            "country": "US",
            "contract_on": timezone.now().date() - timedelta(days=30),
            **fields,
        }
    )
    recipient.full_clean()
    recipient.save()
    return recipient


class GateTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.dora = factories.create_staff("dora2@example.com", "Dora", role=None)

    def pass_on(self, slug="parcels", categories=(Category.CONTACT,), *args, **fields):
        return disclosures.gate(slug, NORA, categories, *args, **fields)

    def assert_refused(self, refusal, *args, **fields) -> None:
        with self.assertRaises(disclosures.NotDisclosed) as refused:
            self.pass_on(*args, **fields)
        self.assertIs(refused.exception.refusal, refusal)
        self.assertNotIn("nora", str(refused.exception))
        self.assertFalse(Disclosure.objects.exists())

    def test_a_successor_gets_nothing_before_the_announced_day(self):
        create_recipient(slug="buyer", kind=Recipient.Kind.SUCCESSOR)
        decided = {"decided_by": self.dora, "document": "order 7"}
        told = ("buyer", [Category.CONTACT], Ground.CONTROL)
        self.assert_refused(Refusal.NOT_ANNOUNCED, *told, **decided)
        now = timezone.now()
        day = now + timedelta(days=15)
        notices.post(
            notice=Notice(
                title="We change hands",
                text="What changes, and your choices.",
                starts_at=now,
                effective_at=day,
                ends_at=day + timedelta(days=30),
            )
        )
        self.assert_refused(Refusal.NOT_ANNOUNCED, *told, **decided)
        with time_machine.travel(day, tick=False):
            self.pass_on(*told, **decided)
        self.assertEqual(Disclosure.objects.get().ground, Ground.CONTROL)

    def test_allowed_disclosure_is_recorded(self):
        recipient = create_recipient()
        self.pass_on()
        disclosure = Disclosure.objects.get()
        self.assertEqual(disclosure.recipient, recipient)
        self.assertEqual(disclosure.ground, Ground.SERVICE)
        self.assertEqual(disclosure.category_labels, ["contact data"])
        self.assertEqual(
            list(Disclosure.objects.filter(is_about("NORA@example.com"))), [disclosure]
        )
        self.assertEqual(disclosures.recipients_of(NORA), [recipient])
        self.assertEqual(list(Disclosure.objects.filter(is_about("bob@example.com"))), [])

    def test_an_unregistered_recipient_is_refused(self):
        self.assert_refused(Refusal.UNKNOWN, "crm")

    def test_a_contract_that_has_ended_or_not_begun_is_refused(self):
        today = timezone.now().date()
        recipient = create_recipient(ends_on=today)
        self.pass_on()
        Disclosure.objects.all().delete()
        Recipient.objects.update(ends_on=today - timedelta(days=1))
        self.assert_refused(Refusal.UNKNOWN)
        Recipient.objects.filter(pk=recipient.pk).update(
            ends_on=None, contract_on=today + timedelta(days=1)
        )
        self.assert_refused(Refusal.UNKNOWN)

    def test_a_category_outside_the_registration_is_refused(self):
        create_recipient()
        self.assert_refused(Refusal.NOT_COVERED, "parcels", [Category.CONTACT, Category.CONTENT])
        self.assert_refused(Refusal.NOT_COVERED, "parcels", [])

    def test_a_ground_that_does_not_fit_the_recipient_is_refused(self):
        create_recipient()
        for ground in (Ground.LEGAL, Ground.RIGHTS, Ground.CONSENT, Ground.CONTROL, "sale"):
            self.assert_refused(
                Refusal.NOT_COVERED,
                "parcels",
                [Category.CONTACT],
                ground,
                decided_by=self.dora,
                document="Order 17",
            )

    def test_other_recipients_need_a_consent_of_their_own(self):
        create_recipient(slug="partner", kind=Recipient.Kind.OTHER)
        asked = ("partner", [Category.CONTACT], Ground.CONSENT)
        self.assert_refused(Refusal.NO_CONSENT, *asked)
        given = {
            "email": NORA,
            "purpose": Consent.Purpose.DISCLOSURE,
            "wording": "Pass my address on to Example Partner.",
            "how": "Box on the form",
            "brand": self.brand,
        }
        consents.give(**given, concerns="another-partner")
        self.assert_refused(Refusal.NO_CONSENT, *asked)
        consent = consents.give(**given, concerns="partner")
        self.pass_on(*asked)
        Disclosure.objects.all().delete()
        consent.withdraw()
        self.assert_refused(Refusal.NO_CONSENT, *asked)

    def test_legal_process_needs_a_decider_and_a_document(self):
        create_recipient(slug="court", kind=Recipient.Kind.AUTHORITY)
        asked = ("court", [Category.CONTACT], Ground.LEGAL)
        self.assert_refused(Refusal.NO_DECISION, *asked)
        self.assert_refused(Refusal.NO_DECISION, *asked, decided_by=self.dora)
        self.assert_refused(Refusal.NO_DECISION, *asked, document="Subpoena 17")
        disclosure = self.pass_on(*asked, decided_by=self.dora, document="Subpoena 17")
        self.assertEqual(disclosure.decided_by, self.dora)

    def test_a_transaction_that_fails_takes_the_record_with_it(self):
        create_recipient()
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            self.pass_on()
            raise ZeroDivisionError
        self.assertFalse(Disclosure.objects.exists())

    def test_database_refuses_to_change_a_record(self):
        create_recipient()
        disclosure = self.pass_on()
        with self.assertRaises(TypeError):
            disclosure.save()
        for columns in ({"ground": "legal"}, {"categories": []}, {"at": timezone.now()}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                Disclosure.objects.update(**columns)

    def test_record_outlives_the_decider(self):
        create_recipient(slug="court", kind=Recipient.Kind.AUTHORITY)
        self.pass_on(
            "court", [Category.CONTACT], Ground.LEGAL, decided_by=self.dora, document="Order 17"
        )
        self.dora.delete()
        self.assertIsNone(Disclosure.objects.get().decided_by)

    def test_person_finds_only_their_own_disclosures(self):
        create_recipient()
        mine = self.pass_on()
        disclosures.gate("parcels", "bob@example.com", [Category.CONTACT])
        self.assertEqual(list(declarations[Disclosure].about(Subject(NORA))), [mine])


def outbound_imports(source: str) -> set[str]:
    """Return the modules that open connections to elsewhere, of those that `source` imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name in OUTBOUND or name.partition(".")[0] in OUTBOUND}


class OutboundTestCase(SimpleTestCase):
    """Nothing of ours talks to the outside but through the gate."""

    def test_code_that_opens_connections_goes_through_the_gate(self):
        for app in APPS:
            for path in Path(settings.BASE_DIR, app).rglob("*.py"):
                source = path.read_text(encoding="utf-8")
                is_ours = str(path.relative_to(settings.BASE_DIR)) == ASKS_OUR_OWN_SITES
                if outbound_imports(source) and not is_ours:
                    self.assertIn("services.disclosures", source.replace(" import ", "."), path)

    def test_search_finds_code_that_opens_connections(self):
        for source in (
            "import requests",
            "from urllib import request",
            "from urllib.request import urlopen",
            "import http.client",
        ):
            self.assertTrue(outbound_imports(source), source)
        self.assertFalse(outbound_imports("from urllib.parse import urlsplit"))
