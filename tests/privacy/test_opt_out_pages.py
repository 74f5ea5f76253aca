"""Opting out: by address or by the link in a mail; POST acts, GET shows (P13, RFC 8058)."""

import re

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens
from privacy.models import OptOutLink, Suppression
from privacy.outreach import consents, opt_outs
from privacy.outreach.opt_outs import Use
from tests.base import HOSTS
from tests.privacy.cases import PublishedTestCase

NORA = "nora@example.com"


class ByAddressTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        self.client = Client(enforce_csrf_checks=True, HTTP_HOST=self.host)

    def send(self, headers: dict[str, str] | None = None, **fields):
        form = {"email": NORA, "form_token": form_tokens.mint("privacy:opt-out")}
        return self.client.post("/privacy/opt-out/", form | fields, headers=headers)

    def test_form_stops_the_mail_at_once(self):
        page = self.client.get("/privacy/opt-out/").content.decode()
        token = re.search(r'name="form_token" value="([^"{]+)"', page)[1]
        response = self.send(form_token=token)
        self.assertEqual(response.status_code, 303)
        self.assertEqual(response["Location"], "/privacy/opt-out/done/")
        self.assertFalse(opt_outs.mailable(NORA, use=Use.FOLLOW_UP, brand=self.brand))
        self.assertTrue(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))

    def test_notices_are_not_stopped_without_proof(self):
        """Whatever a stranger sends, notices that are promised to everyone go on (P23, P32)."""
        self.assertEqual(self.send(scope="all").status_code, 303)
        for brand in Brand.objects.all():
            self.assertFalse(opt_outs.mailable(NORA, use=Use.FOLLOW_UP, brand=brand))
            self.assertTrue(opt_outs.mailable(NORA, use=Use.NOTICE, brand=brand))
        with self.assertRaises(IntegrityError), transaction.atomic():
            opt_outs.suppress(address=NORA, scope="all", reason=Suppression.Reason.PAGE)

    def test_page_says_what_goes_on_and_how_it_stops(self):
        page = self.client.get("/privacy/opt-out/")
        self.assertContains(page, "the notices that we promise everyone")
        self.assertContains(page, 'href="/privacy/requests/"')
        self.assertNotContains(page, 'name="scope"')
        self.assertContains(self.client.get("/privacy/opt-out/done/"), "a link that we mailed")

    def test_opt_out_works_on_and_for_all_five_sites(self):
        for host in HOSTS:
            Suppression.objects.all().delete()
            self.assertEqual(self.send({"host": host}).status_code, 303)
            for brand in Brand.objects.all():
                self.assertFalse(opt_outs.mailable(NORA, use=Use.FOLLOW_UP, brand=brand))

    def test_known_and_unknown_addresses_get_the_same_response(self):
        consents.give(
            email=NORA, purpose="news", wording="Write to me.", how="test", brand=self.brand
        )
        self.client.get("/privacy/opt-out/done/")
        answers, queries = [], []
        for email in (NORA, "unknown@example.com"):
            token = form_tokens.mint("privacy:opt-out")
            with CaptureQueriesContext(connection) as asked:
                response = self.send(email=email, form_token=token)
            answers.append((response.status_code, response.content, response["Location"]))
            queries.append(
                [
                    query["sql"].partition("privacy_")[0].split()
                    for query in asked.captured_queries
                    if '"privacy_' in query["sql"]
                ]
            )
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(queries[0], queries[1])

    def test_opening_the_page_changes_nothing(self):
        self.client.get(f"/privacy/opt-out/?email={NORA}&scope=all")
        self.client.head("/privacy/opt-out/")
        self.assertFalse(Suppression.objects.exists())

    def test_invalid_address_is_shown_with_a_link(self):
        for email in ("", "nora", "a@b@c", "no ra@example.com", "x" * 250 + "@example.com"):
            response = self.send(email=email)
            self.assertContains(response, 'href="#id_email"', status_code=422)
            self.assertContains(response, 'aria-invalid="true"', status_code=422)
        for email in ("nora@example.com\r\nBcc: x@y.z", "nora\x00@example.com"):
            self.assertEqual(self.send(email=email).status_code, 422)
        self.assertFalse(Suppression.objects.exists())

    def test_unusual_addresses_are_taken(self):
        for email in ("kathe@bücher.example", "o'hara+news@example.museum", '"nora b"@example.com'):
            self.assertEqual(self.send(email=email).status_code, 303)

    def test_input_is_escaped(self):
        response = self.send(email='"><script>alert(1)</script>')
        self.assertNotContains(response, "<script>alert", status_code=422)


class ByLinkTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client = Client(enforce_csrf_checks=True, HTTP_HOST=self.host)
        self.path = opt_outs.link(NORA, brand=self.brand).removeprefix(self.brand.origin)

    def test_opt_out_url_fits_in_a_mail_header(self):
        OptOutLink.objects.all().delete()
        OptOutLink.objects.create(
            pk=10**9, fingerprint="x", key_id="x", normalizer=1
        )  # the next one gets a longer number
        for number, brand in enumerate(Brand.objects.all()):
            OptOutLink.objects.create(
                pk=10**9 + 10 + number,
                **opt_outs.fingerprints.columns_about(f"{number}@example.com"),
            )
            link = opt_outs.link(f"{number}@example.com", brand=brand)
            self.assertLess(len(link), 76, link)
            self.assertNotIn("example.com", link)

    def test_one_click_by_a_mail_program_stops_the_mail(self):
        response = self.client.post(
            self.path,
            {"List-Unsubscribe": "One-Click"},
            headers={"Origin": "https://mail.example.net", "Sec-Fetch-Site": "cross-site"},
        )
        self.assertEqual(response.status_code, 200)  # RFC 8058: no redirect
        self.assertEqual(dict(response.cookies), {})
        self.assertFalse(opt_outs.mailable(NORA, use=Use.FOLLOW_UP, brand=self.brand))
        self.assertEqual(Suppression.objects.get().reason, Suppression.Reason.LINK)

    def test_opening_the_link_shows_a_button_and_changes_nothing(self):
        for _ in range(3):
            self.assertContains(self.client.get(self.path), "Nothing has changed yet")
            self.client.head(self.path)
            self.client.options(self.path)
        self.assertFalse(Suppression.objects.exists())

    def test_the_button_stops_what_was_chosen(self):
        response = self.client.post(self.path, {"scope": "all"})
        self.assertEqual(response.status_code, 303)
        self.assertFalse(opt_outs.mailable(NORA, use=Use.NOTICE, brand=self.brand))

    def test_unknown_choice_is_refused(self):
        self.assertEqual(self.client.post(self.path, {"scope": "brand"}).status_code, 422)
        self.assertFalse(Suppression.objects.exists())

    def test_forged_link_gets_the_same_pages_and_stops_no_mail(self):
        forged = f"{self.path[:-1]}{'A' if self.path[-1] != 'A' else 'B'}"
        for path in (forged, "/privacy/opt-out/x", f"/privacy/opt-out/{'z' * 60}"):
            self.assertEqual(self.client.get(path).content, self.client.get(self.path).content)
            response = self.client.post(path, {"List-Unsubscribe": "One-Click"})
            self.assertEqual(response.status_code, 200)
            self.assertEqual(self.client.post(path, {"scope": "news"}).status_code, 303)
        self.assertFalse(Suppression.objects.exists())

    def test_malformed_link_gets_404(self):
        path = f"/privacy/opt-out/1{'%C3%A9' * 15}"
        self.assertEqual(self.client.get(path).status_code, 404)
        response = self.client.post(path, {"List-Unsubscribe": "One-Click"})
        self.assertEqual(response.status_code, 404)

    def test_forged_link_makes_no_query(self):
        self.client.get(self.path)
        with self.assertNumQueries(0):
            self.assertIsNone(opt_outs.read_link("1" + "A" * 15))

    def test_opt_out_page_sends_no_referrer(self):
        response = self.client.get(self.path)
        self.assertEqual(response["Referrer-Policy"], "no-referrer")
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertIn("no-store", response["Cache-Control"])

    def test_each_person_has_one_opt_out_link(self):
        again = opt_outs.link(NORA.upper(), brand=self.brand)
        self.assertTrue(again.endswith(self.path))
        self.assertEqual(OptOutLink.objects.count(), 1)
