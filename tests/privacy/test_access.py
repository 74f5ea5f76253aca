"""The copy of a person's data: complete, readable by people and machines, and guarded (P30)."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from django.utils import timezone

from contactatonce.accounts.models import User
from leads.models import Event, Inquiry, Lead
from privacy.models import AccessExport
from privacy.registry import about_somebody
from privacy.rights import access, exports
from privacy.rights.serialize import Masking
from tests.base import StaffTestCase
from tests.privacy.people import ADA, BOB, create_history, subject
from tests.privacy.schema import errors

SCHEMA = settings.BASE_DIR / "static" / "schemas" / "access-export-1.json"


def opened(archive: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(archive))


class AccessExportTestCase(StaffTestCase):
    def test_export_matches_its_published_schema(self):
        create_history(actor=self.alice)
        schema = json.loads(SCHEMA.read_text())
        content = json.loads(json.dumps(access.collect(subject()).content))
        assert errors(content, schema) == []
        del content["sources"][0]["purpose"]
        content["sources"][1]["count"] = "1"
        content["extra"] = True
        assert errors(content, schema) == [
            "$: must not have extra",
            "$.sources[0]: lacks purpose",
            "$.sources[1].count: not of type integer",
        ]

    def test_every_source_is_listed_also_without_a_record(self):
        content = access.collect(subject("nobody@example.com")).content
        assert len(content["sources"]) == len(about_somebody())
        assert {source["count"] for source in content["sources"]} == {0}
        page = exports.page(content)
        assert page.count("No records: we store nothing about you here.") == len(about_somebody())

    def test_export_explains_purpose_origin_and_retention(self):
        content = access.collect(subject()).content
        inquiries = next(each for each in content["sources"] if each["id"] == "leads.inquiry")
        assert inquiries["purpose"] == "To answer an inquiry and to follow it up."
        assert inquiries["retention"]["basis"] == "2 years after the last contact"
        assert inquiries["source"].startswith("What the person gave us")
        assert inquiries["erasure"] == "Deleted."
        assert content["rights"]

    def test_staff_and_other_people_are_masked_on_the_timeline(self):
        lead = create_history(actor=self.alice)
        Event.objects.update(text=f"Alice asked {BOB} and {ADA}", assignee=self.bob)
        text = json.dumps(access.collect(subject()).content)
        assert f"staff asked [somebody else] and {ADA}" in text
        assert "Alice" not in text
        assert BOB not in text
        assert Lead.objects.get(pk=lead.pk).owner == self.alice

    def test_empty_text_stays_empty_without_staff(self):
        User.objects.filter(is_staff=True).update(is_staff=False)
        assert Masking(subject()).text("") == ""

    def test_export_repeats_the_persons_own_words(self):
        create_history()
        Inquiry.objects.update(message=f"Alice told me to copy {BOB}.")
        text = json.dumps(access.collect(subject()).content)
        assert f"Alice told me to copy {BOB}." in text

    def test_inquiry_from_another_address_is_left_out(self):
        person = create_history().person
        create_history(email=BOB, name="Bob Builder", phone="1")
        Lead.objects.update(person=person)
        text = json.dumps(access.collect(subject()).content)
        assert BOB not in text
        assert "Bob" not in text

    def test_secrets_are_left_out_and_the_omission_is_explained(self):
        lead = create_history()
        content = access.collect(subject()).content
        assert lead.reply_token not in json.dumps(content)
        work = next(each for each in content["sources"] if each["id"] == "leads.lead")
        assert {
            "field": "Reply token",
            "because": "Anyone who has it can write into the inquiry.",
        } in (work["withheld"])

    def test_export_escapes_markup_and_loads_nothing(self):
        create_history(name="<script>alert(1)</script> Lovelace")
        page = exports.page(access.collect(subject()).content)
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "http" not in page.replace("https://json-schema.org", "")
        assert 'href="style.css"' in page

    def test_the_archive_holds_page_data_schema_and_style(self):
        create_history()
        with opened(exports.archive(access.collect(subject()))) as bundle:
            assert sorted(bundle.namelist()) == [
                "access-export-1.json",
                "data.json",
                "index.html",
                "style.css",
            ]
            assert json.loads(bundle.read("data.json"))["about"] == ADA
            assert ADA in bundle.read("index.html").decode()

    def test_export_shows_labels_and_dates_not_codes(self):
        assert exports.readable("2026-11-22T09:05:30.123+00:00") == "22 November 2026, 09:05 UTC"
        for text in ("2026-13-45T99:99:99+00:00", "2026-11-22T09:05 is when I called"):
            assert exports.readable(text) == text
        assert exports.readable(True) == "yes"
        assert exports.readable({"reasons": ["a", None]}) == "reasons: a\n"
        create_history()
        page = exports.page(access.collect(subject()).content)
        assert page.index('id="leads.inquiry"') < page.index('id="account.emailaddress"')
        assert "T00" not in page
        assert "+00:00" not in page


class CopyTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        create_history()
        self.export = exports.prepare(subject())

    def file(self) -> Path:
        return Path(storages["exports"].path(self.export.file.name))

    def test_archive_is_encrypted_outside_media(self):
        assert not self.file().is_relative_to(settings.MEDIA_ROOT)
        assert self.file().stat().st_mode & 0o077 == 0
        assert re.fullmatch(r"[0-9a-f]{32}\.sealed", self.file().name)
        assert b"Lovelace" not in self.file().read_bytes()
        assert not zipfile.is_zipfile(self.file())

    def take(self, code: str) -> bytes:
        return exports.take(AccessExport.objects.get(), code=code)

    def test_the_code_gives_the_archive(self):
        code = exports.release(self.export)
        with opened(self.take(code)) as bundle:
            assert "data.json" in bundle.namelist()

    def test_no_copy_before_the_release(self):
        for code in ("", "00000000", self.export.code_digest):
            with pytest.raises(exports.NotAvailable):
                self.take(code)

    def test_three_wrong_codes_lock_the_copy(self):
        code = exports.release(self.export)
        wrong = "00000000" if code != "00000000" else "11111111"
        for _ in range(3):
            with pytest.raises(exports.WrongCode):
                self.take(wrong)
        with pytest.raises(exports.NotAvailable):
            self.take(code)

    def test_locked_copy_does_not_lock_the_person(self):
        first = exports.release(self.export)
        for _ in range(3):
            with pytest.raises(exports.WrongCode):
                self.take("no")
        second = exports.release(self.export)
        assert self.take(second)
        with pytest.raises(exports.WrongCode):
            self.take(first)

    def test_archive_can_be_downloaded_three_times(self):
        code = exports.release(self.export)
        for _ in range(3):
            self.take(code)
        with pytest.raises(exports.NotAvailable):
            self.take(code)

    def test_archive_is_deleted_after_72_hours(self):
        code = exports.release(self.export)
        with time_machine.travel(timezone.now() + timedelta(hours=71), tick=False):
            assert self.take(code)
            assert exports.forget_expired() == 0
        with time_machine.travel(timezone.now() + timedelta(hours=73), tick=False):
            with pytest.raises(exports.NotAvailable):
                self.take(code)
            assert exports.forget_expired() == 1
        assert not self.file().exists()
        assert not AccessExport.objects.exists()

    def test_rotated_key_still_opens_older_archives(self):
        with override_settings(EXPORT_KEY="first"):
            export = exports.prepare(subject())
            code = exports.release(export)
        with override_settings(EXPORT_KEY="second", EXPORT_KEY_FALLBACKS=["first"]):
            assert exports.take(export, code=code)
        with override_settings(EXPORT_KEY="second"), pytest.raises(InvalidToken):
            exports.take(export, code=code)

    def test_the_code_is_stored_as_a_digest_only(self):
        code = exports.release(self.export)
        assert code not in str(AccessExport.objects.values("code_digest").get())

    def test_a_file_left_by_a_killed_process_is_removed(self):
        orphan = self.file().with_name("0" * 32 + ".sealed")
        orphan.write_bytes(b"sealed")
        exports.forget_expired()
        assert orphan.exists(), "it may be in the making"
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            exports.forget_expired()
        assert not orphan.exists()
        assert self.file().exists()
