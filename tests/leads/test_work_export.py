"""The CSV export: streamed, safe in a spreadsheet, and logged."""

import csv
import io
from datetime import UTC
from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from leads import exports
from leads.models import Correction, Lead
from leads.services import work
from tests import factories
from tests.base import StaffTestCase

from .volume import fill

PATH = "/admin/leads/lead/export/"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=HYPERLINK()", "'=HYPERLINK()"),
        ("+44 330", "'+44 330"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\n=1", "'\n=1"),
        ("a=1", "a=1"),
        ("a, -b - c", "a, -b - c"),
        ("x;=1+1", "x;'=1+1"),
        ("x; =1;+2", "x; '=1;'+2"),
        ('x;"=1"', 'x;"\'=1"'),
        ("x\t=1", "x\t'=1"),
        ("x|@SUM", "x|'@SUM"),
        ("x\n-1", "x\n'-1"),
        ("＝1", "'＝1"),
        ("x;＋1", "x;'＋1"),
        ("\ufeff=1", "'\ufeff=1"),
        ('"=1"', '\'"=1"'),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_formula_cells_are_neutralized(value, expected):
    assert exports.neutral(value) == expected


class ExportTestCase(StaffTestCase):
    def export(self, query="?"):
        """Press the button of the list, which knows how many inquiries it has."""
        shown = "?" + urlencode(sorted(parse_qsl(query[1:])))
        count = self.client.get(f"/admin/leads/lead/{query}").context["cl"].paginator.count
        response = self.client.post(f"{PATH}{query}", {"filter": shown, "count": count})
        assert response.status_code == 200, response.status_code
        assert response.streaming
        content = b"".join(response.streaming_content).decode("utf-8-sig")
        return response, list(csv.DictReader(io.StringIO(content)))

    def test_export_has_the_filtered_list_with_latest_answers(self):
        lead = factories.create_lead(
            inquiry=factories.create_inquiry(name="=cmd()", message="Line one,\nline two")
        )
        Correction.objects.create(
            inquiry=lead.inquiry, name="=cmd()", email="new@example.com", message="x", digest=""
        )
        factories.create_lead(state="won")
        self.client.force_login(self.alice)
        response, rows = self.export("?tab=all&state=new")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
        assert next(exports.csv_lines(Lead.objects.none(), UTC)).startswith('\ufeff"Reference","')
        assert [row["Reference"] for row in rows] == [lead.inquiry.reference]
        assert (rows[0]["Name"], rows[0]["E-mail"]) == ("'=cmd()", "new@example.com")

    def test_export_tells_spam_corrections_contact_and_a_number_to_dial(self):
        plain = factories.create_lead(
            inquiry=factories.create_inquiry(phone="+44 20 7946 0018", page="/contact/")
        )
        held = factories.create_lead(
            inquiry=factories.create_inquiry(spam_score=7), quarantined_at=timezone.now()
        )
        Correction.objects.create(
            inquiry=held.inquiry, email="nora@example.com", message="x", digest="", spam_score=2
        )
        with time_machine.travel("2026-12-01 15:00Z", tick=False):
            self.client.force_login(self.alice)
            work.log_call(lead_id=plain.pk, actor=self.alice, text="Spoke.")
            _, rows = self.export("?tab=all")
        found = {row["Reference"]: row for row in rows}
        row = found[plain.inquiry.reference]
        assert row["Last contact (America/New_York)"] == "2026-12-01 10:00"
        assert (row["Dial"], row["Phone"]) == ("tel:+442079460018", "'+44 20 7946 0018")
        assert (row["Page"], row["In quarantine"], row["Corrected"]) == ("/contact/", "", "")
        row = found[held.inquiry.reference]
        assert (row["State"], row["In quarantine"], row["Corrected"]) == ("New", "yes", "yes")
        assert row["Spam score"] == "2"

    def test_export_is_logged_without_personal_data(self):
        factories.create_lead()
        self.client.force_login(self.alice)
        self.export("?q=nora@example.com&state=new")
        entry = LogEntry.objects.get()
        assert entry.user == self.alice
        assert entry.change_message == ("Exported 1 inquiries; filter: q=(a search), state=new")
        assert "nora" not in entry.object_repr + entry.change_message

    def test_export_needs_permission_and_post(self):
        factories.create_lead()
        for user, status in (
            (self.alice, 200),
            (self.adam, 200),
            (self.dora, 403),
            (self.bob, 403),
            (self.erin, 403),
        ):
            self.client.force_login(user)
            assert self.client.post(PATH).status_code == status, user
            assert self.client.get(PATH).status_code == 405, user

    def test_invalid_filter_exports_nothing(self):
        factories.create_lead()
        self.client.force_login(self.alice)
        for query in ("foo=nora@example.com", "tab=gone", "owner=999999"):
            sent = {"filter": f"?{query}", "count": 0}
            response = self.client.post(f"{PATH}?{query}", sent, follow=True)
            self.assertContains(response, "Nothing was exported.")
        assert not LogEntry.objects.exists()

    def test_a_list_that_changed_is_not_exported(self):
        factories.create_lead()
        self.client.force_login(self.alice)
        for sent in ({"filter": "?tab=all", "count": 2}, {"filter": "?tab=new", "count": 1}):
            response = self.client.post(f"{PATH}?tab=all", sent, follow=True)
            self.assertContains(response, "Nothing was exported.")
            self.assertContains(response, "Export 1 as CSV")
        assert not LogEntry.objects.exists()

    def test_a_list_beyond_the_count_tells_its_number_first(self):
        for _ in range(4):
            factories.create_lead()
        self.client.force_login(self.alice)
        with patch("contactatonce.lib.admin.lists.MOST_COUNTED", 3):
            self.assertContains(self.client.get("/admin/leads/lead/?tab=all"), "Export as CSV …")
        asked = self.client.post(f"{PATH}?tab=all", {"filter": "?tab=all"})
        self.assertContains(asked, "Export 4 inquiries as CSV")
        self.assertContains(asked, 'name="count" value="4"')
        self.assertContains(asked, "Tab: All")
        assert not LogEntry.objects.exists()
        sent = self.client.post(f"{PATH}?tab=all", {"filter": "?tab=all", "count": 4})
        assert sent.streaming

    def test_long_export_is_read_in_chunks(self):
        fill(1_200, owners=[self.alice])
        with self.assertNumQueries(2 + 3):  # restrictions; rows; corrections by 500
            lines = list(exports.csv_lines(Lead.objects.order_by("-pk"), UTC))
        assert len(lines) == 1_201
