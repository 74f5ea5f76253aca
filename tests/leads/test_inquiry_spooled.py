"""Inquiries wait in an encrypted spool while the database is away, and are stored once."""

import errno
import os
import stat
import uuid
from dataclasses import fields
from datetime import timedelta
from io import StringIO
from unittest import mock

import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.jobs import health
from contactatonce.lib import files
from contactatonce.lib.form_tokens import FormToken, mint
from leads import spool, views
from leads.models import Correction, Event, Inquiry
from leads.models.inquiries import reference_of
from leads.services.capture import Arrival, capture
from privacy.erasure.plan import plan_person
from privacy.registry import Subject
from tests.base import run_jobs
from tests.test_public_forms import failing, values_of

from .base import ANSWERS, InquiryTestCase

NOON = "2026-11-25 17:00:00Z"  # Wednesday in New York


class SpoolTestCase(InquiryTestCase):
    def setUp(self):
        super().setUp()
        self.fields = {**self.open_form(), **ANSWERS}
        self.client.post(self.action, {**self.fields, "email": "nobody"})  # caches are warm

    def send_while_away(self, fields=None, **more):
        with self.away():
            return self.send(fields or self.fields, **more)

    def away(self):
        return connection.execute_wrapper(failing(lambda sql: True))

    def drain(self):
        with self.captureOnCommitCallbacks(execute=True):
            return spool.drain()

    def sealed(self):
        return spool.waiting()

    def test_the_visitor_gets_the_same_receipt(self):
        with time_machine.travel(NOON, tick=False):
            answer = self.send_while_away()
            with self.away():
                page = self.client.get(answer["Location"])
        assert answer.status_code == 303
        assert page.status_code == 200
        assert not Inquiry.objects.exists()
        self.drain()
        inquiry = Inquiry.objects.get()
        self.assertContains(page, inquiry.reference)
        self.assertContains(page, f"{inquiry.answer_by:%Y-%m-%dT%H:%M}")
        self.assertContains(page, self.form.thank_you)
        self.assertContains(self.client.get(answer["Location"]), inquiry.reference)

    def test_a_receipt_from_before_works_while_the_database_is_away(self):
        answer = self.send()
        with self.away():
            page = self.client.get(answer["Location"])
        self.assertContains(page, Inquiry.objects.get().reference)

    def test_a_receipt_of_the_spool_is_shown_for_a_day_without_its_inquiry(self):
        answer = self.send_while_away()
        assert self.client.get(answer["Location"]).status_code == 200
        other = self.client.get(answer["Location"], headers={"host": "www.autodealerchat.com"})
        assert other.status_code == 404
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert self.client.get(answer["Location"]).status_code == 404

    def test_an_embedded_form_is_spooled_in_its_frame(self):
        Brand.objects.filter(pk=self.brand.pk).update(embedding_hosts="shop.example.com")
        directory.clear()
        page = self.client.get("/embed/contact/")
        assert page.status_code == 200
        answer = self.send_while_away(action="/embed/contact/")
        assert answer["Location"].startswith("/embed/received/")
        with self.away():
            assert self.client.get(answer["Location"]).status_code == 200

    def test_it_is_stored_with_the_time_it_was_sent_and_its_letters_leave(self):
        with time_machine.travel(NOON, tick=False):
            self.send_while_away()
        with time_machine.travel("2026-11-25 19:00:00Z"):
            assert self.drain().stored == 1
        inquiry = Inquiry.objects.get()
        assert inquiry.message == ANSWERS["message"]
        assert f"{inquiry.received_at:%H:%M:%S}" == "17:00:10"
        assert f"{inquiry.lead.answer_by:%m-%dT%H:%M}" == "11-25T21:00"
        assert inquiry.lead.events.get().kind == Event.Kind.RECEIVED
        run_jobs()
        assert inquiry.lead.events.filter(kind=Event.Kind.ACKNOWLEDGED).count() == 1
        assert self.sealed() == []

    def test_nothing_is_readable_on_the_disk(self):
        self.send_while_away()
        [path] = self.sealed()
        content = path.read_bytes()
        for word in ("Nora", "nora@", "example", "chat"):
            assert word.encode() not in content
            assert word not in path.name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_file_and_folders_are_synced_before_the_answer(self):
        with mock.patch.object(files.os, "fsync", wraps=os.fsync) as fsync:
            self.send_while_away()
        assert fsync.call_count == 3  # the file, its folder, and the folder of that new folder

    def test_a_form_sent_twice_is_one_inquiry(self):
        first, second = self.send_while_away(), self.send_while_away()
        third = self.send(self.fields)  # the database is back
        assert len(self.sealed()) == 2 or first["Location"] == second["Location"]
        references = {
            each["Location"].split("/")[3].split(":")[0] for each in (first, second, third)
        }
        self.drain()
        assert references == {Inquiry.objects.get().reference}
        assert not Correction.objects.exists()

    def test_changed_answers_become_a_correction(self):
        self.send_while_away()
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            self.send_while_away({**self.fields, "message": "Call me instead, please."})
        self.drain()
        assert Inquiry.objects.get().latest.message == "Call me instead, please."

    def test_a_drainer_killed_before_it_deletes_the_file_stores_nothing_twice(self):
        self.send_while_away()
        for _ in range(3):
            spool.drain()  # without the deletion, which follows the commit
        assert Inquiry.objects.count() == Event.objects.count() == 1
        assert not Correction.objects.exists()

    def test_a_database_that_goes_away_in_the_middle_leaves_the_file(self):
        self.send_while_away()
        with self.away(), self.assertRaises(spool.AWAY):
            spool.drain()
        assert len(self.sealed()) == 1

    def test_a_commit_with_an_unknown_outcome_is_one_inquiry(self):
        def committed(*, arrival):
            capture(arrival=arrival)
            raise OperationalError("the connection was lost")

        with mock.patch.object(views, "capture", committed):
            answer = self.send(self.fields)
        inquiry = Inquiry.objects.get()
        assert f"/{inquiry.reference}:" in answer["Location"]
        assert self.drain().stored == 1
        assert Inquiry.objects.get() == inquiry

    def test_a_full_disk_gives_the_text_back_with_an_address(self):
        full = mock.patch.object(spool, "write_durably", side_effect=OSError(errno.ENOSPC, "full"))
        with full:
            response = self.send_while_away()
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        self.assertContains(response, self.brand.mail_from, status_code=503)
        kept = values_of(response)
        assert {name: kept[name] for name in ANSWERS} == ANSWERS
        assert kept["form_token"] == self.fields["form_token"]
        assert self.send(self.fields).status_code == 303

    def test_a_write_that_fails_leaves_nothing(self):
        for name in ("fsync", "rename"):
            with mock.patch.object(files.os, name, side_effect=OSError(errno.EIO, "broken")):
                assert self.send_while_away().status_code == 503
            assert list(settings.SPOOL.iterdir()) == []

    def test_a_disk_that_is_nearly_full_is_left_to_others(self):
        little = mock.Mock(free=spool.LEAST_FREE - 1)
        with mock.patch.object(spool.shutil, "disk_usage", return_value=little):
            assert self.send_while_away().status_code == 503

    def test_a_file_of_an_unknown_key_stays_and_raises_the_alarm(self):
        self.send_while_away()
        other = {**self.fields, "form_token": mint(self.form.scope, at=self.minted_before())}
        with override_settings(EXPORT_KEY="another-key"):
            self.send_while_away(other)
            drained = self.drain()
        assert (drained.stored, drained.failed) == (2, 0)  # the secret key is the fallback

    def test_an_unreadable_file_stops_no_other_and_is_reported(self):
        with override_settings(EXPORT_KEY="lost"):
            self.send_while_away()
        later = {**self.fields, "form_token": mint(self.form.scope, at=self.minted_before())}
        self.send_while_away(later)
        with (
            self.assertRaisesMessage(CommandError, "1 files in"),
            self.captureOnCommitCallbacks(execute=True),
        ):
            call_command("drain_spool", stdout=StringIO())
        assert Inquiry.objects.count() == 1
        [path] = self.sealed()
        assert health.read_status()["spool"]
        long_ago = path.stat().st_mtime - 601
        os.utime(path, (long_ago, long_ago))
        assert not health.read_status()["spool"]
        with override_settings(EXPORT_KEY="new", EXPORT_KEY_FALLBACKS=["lost"]):
            assert self.drain().stored == 1

    def test_half_a_file_is_not_an_inquiry_and_is_deleted_later(self):
        self.send_while_away()
        [path] = self.sealed()
        half = path.rename(path.with_name(f"{path.name}{files.UNFINISHED}"))
        self.drain()
        assert half.exists()
        os.utime(half, (0, 0))
        self.drain()
        assert not half.exists()
        assert not Inquiry.objects.exists()

    def test_an_erasure_finds_what_waits(self):
        self.send_while_away()
        assert Inquiry in plan_person(Subject("nora@example.com")).rows

    def test_a_taken_reference_does_not_refuse_an_inquiry(self):
        self.send()
        arrival = self.arrival()
        Inquiry.objects.update(reference=reference_of(arrival.token.key))
        inquiry = capture(arrival=arrival)
        assert inquiry.reference != reference_of(arrival.token.key)

    def test_every_fact_of_a_submission_survives_the_spool(self):
        arrival = self.arrival()
        unpacked = spool.unpack(spool.pack(arrival))
        for each in fields(Arrival):
            assert getattr(unpacked, each.name) == getattr(arrival, each.name), each.name
        assert spool.unpack(spool.pack(arrival)[:-1] + b', "gone": 1}') == arrival

    def arrival(self):
        now = timezone.now()
        return Arrival(
            form=self.form,
            brand=self.brand,
            token=FormToken(uuid.uuid4(), now),
            received_at=now,
            answer_by=now + timedelta(hours=4),
            page="/contact/",
            answers=ANSWERS,
            news_wording="Write to me.",
            age=timedelta(seconds=10),
            is_trapped=True,
            headers=frozenset({"Accept"}),
            own_hosts=frozenset({"www.contactatonce.com"}),
        )

    def minted_before(self):
        return timezone.now() - timedelta(minutes=1)
