"""Breaches of sharing and mail; each turns its promises red."""

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.conf import settings
from django.utils import timezone

from privacy.models import (
    Consent,
    Disclosure,
    Recipient,
)
from privacy.outreach import disclosures, opt_outs
from promises.proofs import source
from tests.promises.sabotage import SabotageTestCase


class SharingTestCase(SabotageTestCase):
    def test_an_unregistered_recipient_is_let_through(self):
        anybody = Recipient.objects.create(
            slug="x",
            name="X",
            kind="service",
            categories=["CONTACT"],
            country="US",
            contract_on=timezone.now().date(),
        )
        real = disclosures.find_recipient

        def find(slug, on=None):
            return real(slug) if Recipient.objects.current().filter(slug=slug).exists() else anybody

        with mock.patch.object(disclosures, "find_recipient", find):
            self.turns_red("P11")

    def test_providers_get_everything(self):
        with mock.patch.object(disclosures, "_check_cover", lambda *args: None):
            self.turns_red("P21")

    def test_authorities_get_it_without_a_decision(self):
        with mock.patch.object(disclosures, "BY_HAND", frozenset()):
            self.turns_red("P22")

    def test_another_company_gets_it_without_consent(self):
        with mock.patch.object(disclosures.consents, "find_active", lambda **kwargs: object()):
            self.turns_red("P24")

    def test_data_is_sold(self):
        Disclosure.objects.create(
            fingerprint="0" * 64,
            key_id="0",
            normalizer=1,
            ground="sale",
            recipient=self.successor(),
            categories=["CONTACT"],
            document="1",
        )
        self.turns_red("P20")

    def test_a_successor_got_data_without_notice(self):
        Disclosure.objects.create(
            fingerprint="0" * 64,
            key_id="0",
            normalizer=1,
            ground="control",
            recipient=self.successor(),
            categories=["CONTACT"],
            document="1",
        )
        self.turns_red("P23")

    def test_data_leaves_beside_the_gate(self):
        with TemporaryDirectory() as folder:
            stray = Path(folder) / "stray.py"
            stray.write_text("import requests\n")
            with (
                mock.patch.object(source, "source_files", lambda: (stray,)),
                self.settings(BASE_DIR=Path(folder)),
            ):
                assert "P20" in self.broken("P20")

    def successor(self) -> Recipient:
        return Recipient.objects.create(
            slug="heir",
            name="Heir",
            kind="successor",
            categories=["CONTACT"],
            country="US",
            contract_on=timezone.now().date(),
        )


class MailTestCase(SabotageTestCase):
    def test_an_opt_out_is_ignored(self):
        with mock.patch.object(
            opt_outs, "_opt_outs", lambda known, *args: {each: [] for each in known}
        ):
            self.turns_red("P13")

    def test_a_stranger_stops_notices(self):
        follow_up = opt_outs.STOPPED_BY[opt_outs.Use.FOLLOW_UP]
        with mock.patch.dict(opt_outs.STOPPED_BY, {opt_outs.Use.NOTICE: follow_up}):
            self.turns_red("P13")

    def test_news_goes_to_everybody(self):
        with mock.patch.object(opt_outs, "NEEDS_CONSENT", set()):
            self.turns_red("P12", "P13")  # who stopped a subscription gets it, too

    def test_a_letter_has_no_opt_out(self):
        with TemporaryDirectory() as folder:
            mails = Path(folder) / "mailings" / "mail"
            mails.mkdir(parents=True)
            for kind in ("txt", "html"):
                (mails / f"offer_body.{kind}").write_text("Buy now.")
            template = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]
            with self.settings(TEMPLATES=template):
                self.turns_red("P13")

    def test_a_consent_has_no_words(self):
        Consent.objects.create(
            purpose="news", email="nora@example.com", wording="", given_how="x", brand=self.brand
        )
        self.turns_red("P12")
