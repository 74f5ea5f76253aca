"""The published texts contain every promise and fact, and no untrue claim."""

import re
from datetime import timedelta
from html import unescape
from http.cookies import Morsel

from django.conf import settings
from django.test import Client, SimpleTestCase
from django.utils.html import strip_tags

from contactatonce.brands.models import Brand, Office
from privacy.models import DocumentVersion
from privacy.policy import clauses
from privacy.registry import Category, declarations
from tests import factories
from tests.base import HOSTS
from tests.privacy.cases import PublishedTestCase


class PolicyTextTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.version = DocumentVersion.objects.get(document="privacy")
        self.words = " ".join(unescape(strip_tags(self.version.html)).split())

    def test_every_promise_is_made_in_a_clause_with_its_own_anchor(self):
        self.assertEqual(set(clauses.find(self.version.text)), clauses.PROMISES)
        content = self.client.get("/privacy/").content.decode()
        for number in range(1, 35):
            self.assertEqual(content.count(f'id="P{number:02}"'), 1, number)

    def test_policy_covers_the_five_websites(self):
        clause = clauses.find(self.version.text)["P01"]
        self.assertEqual(set(re.findall(r"\[(www\.[\w.]+)\]", clause)), set(HOSTS))
        self.assertEqual(set(Brand.objects.values_list("host", flat=True)), set(HOSTS))

    def test_offices_match_those_on_the_sites(self):
        for office in Office.objects.all():
            address = office.address.replace("Surrey\n", "Surrey ")
            for fact in (", ".join(address.splitlines()), office.phone, office.fax):
                self.assertIn(fact, self.words)

    def test_facts_and_figures_are_exact(self):
        for fact in (
            "privacy@contactatonce.com",
            "11675 Great Oaks Way, Suite 350, Alpharetta, GA 30022",
            "+1-866-358-3880",
            "+1-770-206-2282",
            "PO Box 405, Leatherhead, Surrey KT22 2GN",
            "+44-(0)-330-808-0201",
            "+44-(0)1372-386615",
            "We answer within 30 days.",
            "IP address, date and time, the pages that were opened and the time spent on each",
            "name, e-mail address, mailing address, phone number",
            "company name, company size, type of business",
            "at least 14 days before it takes effect",
            "No method of sending or storing data is perfectly secure",
        ):
            self.assertIn(fact, self.words)

    def test_policy_names_exactly_the_stored_categories(self):
        named = set(re.findall(r"^- \*\*(.+?):\*\*", self.version.text, re.MULTILINE))
        named -= {"Corporate office", "UK office"}
        held = {category for found in declarations.values() for category in found.personal.values()}
        self.assertEqual(named, {category.value.capitalize() for category in held})
        self.assertLessEqual(held, set(Category))

    def test_internal_links_work(self):
        for link in set(re.findall(r'href="(/[^"#]*)', self.version.html)):
            self.assertEqual(self.client.get(link).status_code, 200, link)

    def test_texts_follow_the_wording_rules(self):
        for version in DocumentVersion.objects.all():
            self.assertEqual(clauses.problems(version.text), [], version)


class TermsTextTestCase(PublishedTestCase):
    def test_the_terms_say_what_p34_demands(self):
        content = unescape(strip_tags(self.client.get("/terms/").content.decode()))
        words = " ".join(content.split())
        for fact in (
            "By using these websites you consent to our privacy policy.",
            "provided “as is”, without any warranty",
            "It may contain errors, and we may change it at any time and without notice.",
            "is not liable for damage of any kind",
            "additional terms of their own",
            "info@contactatonce.com",
            "protected by copyright",
            "name and the logo of Contact At Once! are our trademarks",
            "Other names and marks belong to their owners.",
        ):
            self.assertIn(fact, words)


class CookieTextTestCase(PublishedTestCase):
    """The cookie page against the cookies that signing in really sets."""

    def test_policy_names_exactly_the_cookies_in_use(self):
        text = DocumentVersion.objects.get(document="cookies").text
        named = {name.removeprefix("__Host-") for name in re.findall(r"^\| `(.+?)`", text, re.M)}
        self.assertEqual(named, {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME})
        self.assertEqual(named, set(self.cookies_of_signing_in(remember=True)))

    def test_cookie_lifetimes_match_the_policy(self):
        text = DocumentVersion.objects.get(document="cookies").text
        rows = dict(re.findall(r"^\| `__Host-(\w+)` \|.*\| (.+?) \|$", text, re.MULTILINE))
        self.assertIn("Until you close the browser or sign out.", rows["session"])
        self.assertIn("two hours after your last visit", rows["session"])
        self.assertEqual(settings.SESSION_COOKIE_AGE, timedelta(hours=2).total_seconds())
        self.assertIn("30 days after your last visit and for 90 days at most", rows["session"])
        self.assertEqual(settings.REMEMBERED_MOST_SECONDS, timedelta(days=90).total_seconds())
        self.assertEqual(rows["csrf"], "Until you close the browser")
        for remember, is_staff, kept in (
            (True, True, ""),
            (False, False, ""),
            (True, False, timedelta(days=30).total_seconds()),
        ):
            cookies = self.cookies_of_signing_in(remember=remember, is_staff=is_staff)
            self.assertEqual(cookies["session"]["max-age"], kept)
            self.assertEqual(cookies["csrf"]["max-age"], "")

    def cookies_of_signing_in(self, *, remember: bool, is_staff: bool = True) -> dict[str, Morsel]:
        """Sign in as a browser does, and return every cookie that came with any answer."""
        email = f"erin{remember}{is_staff}@example.com".lower()
        if is_staff:
            factories.create_staff(email, "Erin", role=None)
        else:
            factories.create_member(email, "Erin")
        browser = Client(HTTP_HOST=self.host)
        page = browser.get("/accounts/login/")
        form = {"login": email, "password": "password"}
        done = browser.post("/accounts/login/", form | ({"remember": "on"} if remember else {}))
        self.assertEqual(done.status_code, 302)
        return {**page.cookies, **done.cookies, **browser.get(done["Location"]).cookies}


class WordingTestCase(SimpleTestCase):
    """The guard bites."""

    def test_discontinued_programs_are_refused(self):
        for name in ("Safe Harbor", "safe harbour", "TRUSTe", "Privacy Shield"):
            self.assertEqual(len(clauses.problems(f"We are certified by {name}.")), 1, name)
        self.assertEqual(clauses.problems("Certified by TrustArc."), [])

    def test_absolute_wording_needs_a_proven_clause(self):
        self.assertEqual(clauses.problems("[P07] It is never linked."), [])
        for text in ("[P21] It is never sent.", "It is never sent.", "[P25] We guarantee safety."):
            self.assertEqual(len(clauses.problems(text)), 1, text)

    def test_a_mark_must_be_known_single_and_at_the_beginning(self):
        self.assertEqual(clauses.problems("[P07] One.\n\n[P08 P09] Two."), [])
        for text in ("[P99] No.", "[P07] One.\n\n[P07] Two.", "One [P07] two."):
            self.assertEqual(len(clauses.problems(text)), 1, text)

    def test_a_clause_goes_on_until_the_next_mark_or_heading(self):
        found = clauses.find("[P01] One.\n\nMore.\n\n- [P02] Two.\n\n## Head\n\nNothing.")
        self.assertEqual(found, {"P01": "One.\n\nMore.", "P02": "Two."})
