"""Breaches on the sites; each turns its promises red."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.conf import settings
from django.utils import timezone

from contactatonce.brands.models import Brand, Office
from privacy.models import (
    Certification,
    DocumentVersion,
)
from privacy.outreach import notices
from privacy.policy import documents
from promises.proofs import reading
from search import crawler
from tests.privacy.cases import draft
from tests.promises.base import certificate
from tests.promises.sabotage import SabotageTestCase


class SitesTestCase(SabotageTestCase):
    def test_a_site_moves_to_another_host(self):
        Brand.objects.filter(slug="apartmentchat").update(host="www.flatchat.example")
        self.turns_red("P01")

    def test_an_office_has_another_phone(self):
        Office.objects.filter(name="UK office").update(phone="+44 20 7946 0000")
        self.turns_red("P33")

    def test_an_expired_seal_is_shown(self):
        today = timezone.now().date()
        old = certificate(
            kind="program",
            name="Old Program",
            valid_from=today - timedelta(days=700),
            valid_until=today - timedelta(days=1),
        )
        shown = mock.Mock(return_value=[*Certification.objects.exclude(pk=old.pk), old])
        with mock.patch.object(notices, "valid_certifications", shown):
            self.turns_red("P02")

    def test_the_framework_cannot_be_looked_up(self):
        only = mock.Mock(return_value=[self.program])
        with mock.patch.object(notices, "valid_certifications", only):
            self.turns_red("P04")

    def test_a_program_names_no_dispute_form(self):
        Certification.objects.filter(pk=self.program.pk).update(dispute_url="")
        self.turns_red("P03")

    def test_a_version_is_shown_before_it_takes_effect(self):
        early = documents.publish(version=draft(document="terms"))
        real = documents.in_force
        wrong = lambda name, at=None: early if name == "terms" else real(name, at)  # noqa: E731  shorter here
        with mock.patch.object(documents, "in_force", wrong):
            self.turns_red("P32")

    def test_a_published_text_was_altered(self):
        row = DocumentVersion.objects.filter(document="cookies").get()
        row.digest = "0" * 64
        rows = mock.Mock(return_value=[row])
        with mock.patch.object(type(DocumentVersion.objects.all()), "published", rows):
            assert "P32" in self.broken("P32")

    def test_the_policy_loses_a_clause(self):
        self.rewrite("[P28]", "")
        self.turns_red("P28")

    def test_the_policy_gives_another_term(self):
        self.rewrite("within 30 days", "within 60 days")
        self.turns_red("P30")

    def test_the_terms_no_longer_name_the_other_terms(self):
        self.rewrite("additional terms", "terms", document="terms")
        self.turns_red("P05")

    def test_the_terms_no_longer_say_what_they_must(self):
        self.rewrite("without any warranty", "with a warranty", document="terms")
        self.turns_red("P34")

    def rewrite(self, old: str, new: str, document: str = "privacy") -> None:
        text = DocumentVersion.objects.get(document=document).text.replace(old, new)
        now = timezone.now()
        documents.publish(
            version=draft(document=document, text=text, is_material=False, effective_at=now),
            now=now,
        )


class ReadingTestCase(SabotageTestCase):
    def test_a_page_sets_a_cookie(self):
        self.under("set_cookie")
        self.turns_red("P14")

    def test_pages_differ_by_cookie(self):
        self.under("vary")
        self.turns_red("P15")

    def test_a_form_wants_a_cookie(self):
        self.under("demand_cookie")
        found = self.broken()
        assert "P15" in found
        assert "P14" not in found

    def test_reading_leaves_a_row(self):
        self.under("store_visit")
        self.turns_red("P06")

    def test_a_tracking_pixel_is_installed(self):
        self.under("pixel")
        self.turns_red("P17")

    def test_a_share_button_is_installed(self):
        self.under("share")
        self.turns_red("P29")

    def test_a_foreign_host_is_allowed_in_the_csp(self):
        policy = {"DIRECTIVES": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {}}
        policy["DIRECTIVES"]["img-src"] = ["'self'", "tracker.example"]
        with self.settings(CONTENT_SECURITY_POLICY=policy):
            self.turns_red("P19")

    def test_links_tell_where_the_reader_was(self):
        self.under("leak")
        self.turns_red("P26")

    def test_a_page_asks_who_is_there(self):
        self.under("ask_who")
        with mock.patch.object(crawler, "MOST_PAGES", 40):
            self.turns_red("P08")

    def test_sessions_live_in_the_cookie(self):
        with self.settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
            self.turns_red("P16")

    def test_a_cookie_is_used_that_the_cookie_page_does_not_name(self):
        with self.settings(SESSION_COOKIE_NAME="visitor"):
            self.turns_red("P14")

    def test_a_script_keeps_something_on_the_device(self):
        with TemporaryDirectory() as folder:
            script = Path(folder) / "tracker.js"
            script.write_text("localStorage.setItem('volume', 1)")
            with mock.patch.object(reading, "script_files", lambda: [str(script)]):
                self.turns_red("P18")
