"""The officer's records of recipients, disclosures, consents and opt-outs."""

from django.db import connection

from privacy.fingerprints import is_about
from privacy.models import Consent, Disclosure, Recipient, Suppression
from privacy.outreach import consents, opt_outs
from privacy.outreach.opt_outs import Use
from tests.privacy.test_disclosures_gate import NORA, create_recipient
from tests.privacy.test_policy_admin import OfficerTestCase


class DisclosureInAdminTestCase(OfficerTestCase):
    def send(self, **fields):
        recipient = Recipient.objects.first() or create_recipient(
            slug="court", kind=Recipient.Kind.AUTHORITY
        )
        form = {
            "email": NORA,
            "recipient": recipient.pk,
            "ground": "legal",
            "categories": ["CONTACT"],
            "document": "Subpoena 17",
        }
        return self.client.post("/admin/privacy/disclosure/add/", form | fields)

    def test_disclosure_records_the_decider_but_no_address(self):
        self.assertEqual(self.send().status_code, 302)
        disclosure = Disclosure.objects.get()
        self.assertEqual(disclosure.decided_by, self.dora)
        self.assertEqual(disclosure.document, "Subpoena 17")
        self.assertEqual(list(Disclosure.objects.filter(is_about(NORA))), [disclosure])
        with connection.cursor() as cursor:
            for table in ("privacy_disclosure", "django_admin_log"):
                cursor.execute(f"SELECT * FROM {table}")
                self.assertNotIn("nora", str(cursor.fetchall()))

    def test_admin_uses_the_same_gate(self):
        for fields, words in (
            ({"ground": "service"}, "not registered for this ground"),
            ({"categories": ["CONTENT"]}, "not registered for this ground"),
            ({"document": ""}, "Name the order or file"),
            ({"email": "nora"}, "This is not an e-mail address yet"),
        ):
            self.assertContains(self.send(**fields), words)
        self.assertFalse(Disclosure.objects.exists())

    def test_disclosure_is_found_by_address_and_read_only(self):
        self.send()
        disclosure = Disclosure.objects.get()
        page = "/admin/privacy/disclosure/"
        self.assertContains(self.client.get(f"{page}?q={NORA}"), f"Disclosure {disclosure.pk}")
        self.assertNotContains(self.client.get(f"{page}?q=bob@example.com"), "Disclosure ")
        change = f"{page}{disclosure.pk}/change/"
        self.assertContains(self.client.get(change), "Subpoena 17")
        self.assertEqual(self.client.post(change, {"document": "x"}).status_code, 403)

    def test_recipient_has_categories_and_cannot_be_deleted(self):
        response = self.client.post(
            "/admin/privacy/recipient/add/",
            {
                "name": "Example Post",
                "slug": "post",
                "kind": "mail",
                "purpose": "Delivers our mail.",
                "categories": ["CONTACT", "CONTENT"],
                "country": "US",
                "contract_on": "2026-01-01",
            },
        )
        self.assertEqual(response.status_code, 302)
        recipient = Recipient.objects.get(slug="post")
        self.assertEqual(recipient.categories, ["CONTACT", "CONTENT"])
        self.assertContains(self.client.get("/privacy/recipients/"), "Example Post")
        delete = f"/admin/privacy/recipient/{recipient.pk}/delete/"
        self.assertEqual(self.client.post(delete, {"post": "yes"}).status_code, 403)


class ConsentInAdminTestCase(OfficerTestCase):
    def test_consents_are_read_only(self):
        consent = consents.give(
            email=NORA, purpose="news", wording="Write to me.", how="test", brand=self.brand
        )
        page = f"/admin/privacy/consent/{consent.pk}/change/"
        self.assertContains(self.client.get(page), "Write to me.")
        self.assertEqual(self.client.post(page, {"email": "x@example.com"}).status_code, 403)
        self.assertEqual(self.client.get("/admin/privacy/consent/add/").status_code, 403)
        self.assertEqual(Consent.objects.get().email, NORA)

    def test_opt_out_entered_by_staff_works_at_once(self):
        response = self.client.post(
            "/admin/privacy/suppression/add/", {"email": NORA, "scope": "all", "site": ""}
        )
        self.assertEqual(response.status_code, 302)
        suppression = Suppression.objects.get()
        self.assertEqual((suppression.reason, suppression.brand), ("staff", ""))
        self.assertFalse(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))
        page = "/admin/privacy/suppression/"
        self.assertContains(self.client.get(f"{page}?q={NORA}"), f"Opt-out {suppression.pk}")
        self.assertNotContains(self.client.get(f"{page}?q=bob@example.com"), "Opt-out 1")
        change = self.client.get(f"{page}{suppression.pk}/change/")
        self.assertNotContains(change, NORA)
        self.assertEqual(
            self.client.post(f"{page}{suppression.pk}/change/", {"scope": "news"}).status_code, 403
        )

    def test_an_opt_out_can_be_limited_to_one_site(self):
        self.client.post(
            "/admin/privacy/suppression/add/",
            {"email": NORA, "scope": "news", "site": self.brand.pk},
        )
        self.assertEqual(Suppression.objects.get().brand, self.brand.slug)
