"""The erasure ledger: written first, without names, detecting every change."""

import json
import os
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from leads.models import Inquiry, Person
from privacy.erasure import erasure, ledger, replay
from privacy.erasure.plan import plan_person
from privacy.middleware import restored
from privacy.models import LedgerMark
from promises.proofs.rights import erasures_are_remembered
from tests.base import SiteTestCase
from tests.privacy.people import ADA, create_history, erase, subject

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
NOTHING = ledger.Place()


def append(erasure_id=ONE, after=NOTHING, **rows):
    return ledger.append(
        erasure=erasure_id, before=timezone.now(), deleted=rows, blanked={}, after=after
    )


class LedgerTestCase(SiteTestCase):
    def test_a_line_names_neither_person_nor_primary_key(self):
        lead = create_history()
        erase()
        text = settings.ERASURE_LEDGER.read_text()
        line = json.loads(text)
        assert "leads.Inquiry" in line["deleted"]
        for telling in (ADA, "ada.", "Lovelace", "4045550142", f'"{lead.pk}"'):
            assert telling not in text
        for prints in line["deleted"].values():
            assert all(len(value) == 32 and value != str(lead.pk) for value in prints)

    def test_fingerprint_needs_the_key(self):
        now = timezone.now()
        prints = {ledger.fingerprint(key, "leads.Inquiry", 1, now) for key in (b"a", b"b")}
        assert len(prints) == 2

    def test_ledger_is_synced_before_the_first_deletion(self):
        create_history()
        seen = []
        fsync = os.fsync

        def count_rows(descriptor):
            seen.append(Inquiry.objects.filter(email=ADA).count())
            fsync(descriptor)

        with mock.patch("os.fsync", count_rows):
            erase()
        assert seen == [1, 1], "the folder's entry and the line, both with the row still there"
        assert not Inquiry.objects.filter(email=ADA).exists()

    def test_a_ledger_that_cannot_be_written_stops_the_erasure(self):
        create_history()
        plan = plan_person(subject())
        with mock.patch("os.fsync", side_effect=OSError("disk full")), pytest.raises(OSError):
            erasure.execute(subject=subject(), plan_hash=plan.digest)
        assert Inquiry.objects.filter(email=ADA).exists()

    def test_new_file_is_synced_with_its_first_line(self):
        settings.ERASURE_LEDGER.touch()
        with mock.patch("os.fsync", wraps=os.fsync) as synced:
            append()
            append(TWO)
        assert synced.call_count == 3, "the folder once, each line"

    def test_ledger_file_is_readable_by_its_owner_only(self):
        append()
        assert settings.ERASURE_LEDGER.stat().st_mode & 0o077 == 0

    def test_changed_removed_and_reordered_lines_are_detected(self):
        for erasure_id in (ONE, TWO, THREE):
            append(erasure_id)
        original = settings.ERASURE_LEDGER.read_text()
        first, second, third = original.splitlines(keepends=True)
        for damaged in (
            original.replace(TWO, "9" * 32),
            first + third,
            second + first + third,
            second + third,
            first + "nonsense\n" + third,
        ):
            settings.ERASURE_LEDGER.write_text(damaged)
            with pytest.raises(ledger.LedgerDamaged):
                list(ledger.lines())

    def test_incomplete_line_is_dropped_by_the_next_one(self):
        append(ONE)
        with settings.ERASURE_LEDGER.open("a") as file:
            file.write('{"number": 2, "era')
        assert list(ledger.lines())[-1].number == 1
        append(TWO)
        assert [line.erasure for line in ledger.lines()] == [ONE, TWO]

    def test_numbering_continues_after_a_lost_ledger(self):
        create_history()
        erase()
        settings.ERASURE_LEDGER.unlink()
        call_command("replay_erasures", ledger_is_lost=True, stdout=StringIO())
        assert [line.number for line in ledger.lines()] == [2]
        create_history()
        erase()
        assert LedgerMark.objects.get().line == 3
        assert list(erasures_are_remembered()) == []

    def test_backup_older_than_a_new_ledger_closes_the_site_until_it_is_replayed(self):
        create_history()
        erase()
        backup = LedgerMark.objects.values().get()
        settings.ERASURE_LEDGER.unlink()
        call_command("replay_erasures", ledger_is_lost=True, stdout=StringIO())
        LedgerMark.objects.filter(pk=1).update(**backup)
        restored.clear()
        assert self.client.get("/").status_code == 503
        call_command("replay_erasures", stdout=StringIO())
        assert not replay.is_behind()
        assert list(erasures_are_remembered()) == []

    def test_erasure_during_a_replay_keeps_its_mark(self):
        create_history()
        erase()

        def erase_meanwhile(sought):
            create_history()
            erase()
            return 0

        with mock.patch.object(replay, "_verify", erase_meanwhile):
            replay.replay()
        assert LedgerMark.objects.get().line == 2
        assert not replay.is_behind()

    def test_ledger_that_has_lines_is_not_begun_again(self):
        append()
        with pytest.raises(CommandError, match="not lost"):
            call_command("replay_erasures", ledger_is_lost=True)

    def test_lost_or_changed_ledger_breaks_the_promise(self):
        create_history()
        erase()
        assert list(erasures_are_remembered()) == []
        whole = settings.ERASURE_LEDGER.read_text()
        for damaged in ("", whole[:-10], whole.replace('"number":1', '"number":2')):
            settings.ERASURE_LEDGER.write_text(damaged)
            assert len(list(erasures_are_remembered())) == 1, damaged[:20]
        settings.ERASURE_LEDGER.unlink()
        assert len(list(erasures_are_remembered())) == 1

    def test_rotated_key_still_reads_older_lines(self):
        append(ONE)
        with override_settings(ERASURE_KEY="a key of its own"):
            append(TWO)
            assert len(list(ledger.lines())) == 2

    def test_lines_of_an_unknown_key_are_refused(self):
        with override_settings(ERASURE_KEY="lost"):
            append(ONE)
        with pytest.raises(ledger.LedgerDamaged, match="unknown key"):
            list(ledger.lines())


class ReplayTestCase(SiteTestCase):
    def test_another_person_with_the_same_primary_key_is_left_alone(self):
        key = create_history().person.pk
        erase()
        for moment in (timezone.now() + timedelta(hours=1), timezone.now() - timedelta(days=9)):
            Person(pk=key, name="Cara Curie", email="cara@example.com", created_at=moment).save(
                force_insert=True
            )
            assert replay.replay().erased == 0
            assert Person.objects.get(pk=key).name == "Cara Curie"
            Person.objects.all().delete()

    def test_restored_row_is_erased_again_despite_changes(self):
        person = create_history().person
        erase()
        Person(pk=person.pk, name="Ada Changed", email=ADA, created_at=person.created_at).save(
            force_insert=True
        )
        assert replay.replay().erased == 1
        assert not Person.objects.filter(pk=person.pk).exists()

    def test_replay_without_restored_rows_changes_nothing(self):
        create_history()
        erase()
        create_history(email="bob@example.com", name="Bob Builder")
        before = Inquiry.objects.count(), Person.objects.count()
        assert replay.replay().erased == 0
        assert before == (Inquiry.objects.count(), Person.objects.count())

    def test_database_older_than_the_ledger_is_detected(self):
        create_history()
        erase()
        assert not replay.is_behind()
        append(TWO)
        assert replay.is_behind()

    def test_new_database_with_an_old_ledger_counts_as_restored(self):
        append(ONE)
        assert replay.is_behind()
        replay.replay()
        assert not replay.is_behind()
