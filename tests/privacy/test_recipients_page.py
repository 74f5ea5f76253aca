"""The public list of recipients: who gets what today, by what they do for us (P19, P21)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.models import Recipient
from tests.base import HOSTS
from tests.privacy.cases import PublishedTestCase
from tests.privacy.test_disclosures_gate import create_recipient


class RecipientsPageTestCase(PublishedTestCase):
    def test_page_lists_recipient_data_purpose_and_country(self):
        create_recipient(categories=["CONTACT", "BUSINESS"])
        for host in HOSTS:
            response = self.client.get("/privacy/recipients/", headers={"host": host})
            for fact in (
                "Ships what was ordered",
                "Example Parcels",
                "Brings printed material.",
                "contact data, business data",
                "United States of America",
            ):
                self.assertContains(response, fact)

    def test_page_without_recipients_says_so(self):
        self.assertContains(self.client.get("/privacy/recipients/"), "No company is currently")

    def test_recipient_without_active_contract_is_not_listed(self):
        today = timezone.now().date()
        create_recipient(slug="old", name="Past Parcels", ends_on=today - timedelta(days=1))
        create_recipient(slug="new", name="Next Parcels", contract_on=today + timedelta(days=1))
        create_recipient(slug="last-day", name="Present Parcels", ends_on=today)
        response = self.client.get("/privacy/recipients/")
        self.assertNotContains(response, "Past Parcels")
        self.assertNotContains(response, "Next Parcels")
        self.assertContains(response, "Present Parcels")

    def test_authorities_and_parties_to_a_dispute_are_not_named(self):
        create_recipient(slug="court", name="Example Court", kind=Recipient.Kind.AUTHORITY)
        create_recipient(slug="party", name="Example Party", kind=Recipient.Kind.CLAIMANT)
        response = self.client.get("/privacy/recipients/")
        self.assertNotContains(response, "Example Court")
        self.assertNotContains(response, "Example Party")
        self.assertContains(response, "Courts, authorities and others")

    def test_each_kind_is_listed_once_in_model_order(self):
        for slug, kind in (("b", "mail"), ("a", "hosting"), ("c", "mail")):
            create_recipient(slug=slug, name=f"Example {slug}", kind=kind)
        content = self.client.get("/privacy/recipients/").content.decode()
        self.assertEqual(content.count("Delivers our mail"), 1)
        self.assertLess(content.index("Runs our servers"), content.index("Delivers our mail"))

    def test_only_categories_that_the_policy_names_can_be_registered(self):
        for categories in ([], ["SHOE_SIZE"], "CONTACT", {"CONTACT": 1}):
            with self.assertRaises(ValidationError):
                create_recipient(categories=categories)

    def test_a_contract_cannot_end_before_it_begins(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Recipient.objects.create(
                slug="x",
                country="US",
                contract_on=timezone.now().date(),
                ends_on=timezone.now().date() - timedelta(days=1),
            )
