"""Legal holds and a restored backup: held rows are kept, and no one is kept forever."""

import json
from datetime import date, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from leads.models import Answer, Event, Inquiry, Lead, Person
from privacy.erasure import holds, ledger, replay, retention
from privacy.models import AwaitingRelease, Erasure, LegalHold
from tests.base import StaffTestCase
from tests.privacy import backup
from tests.privacy.people import ADA, create_history, erase


class RestoredHoldTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        create_history()
        self.answer = Answer.objects.get()

    def hold(self) -> LegalHold:
        return holds.place(
            record=self.answer,
            ground=LegalHold.Ground.PROCESS,
            review_on=date(2099, 3, 1),
            placed_by=self.dora,
        )[0]

    def release(self, hold: LegalHold | None = None) -> list[Erasure]:
        hold = hold or LegalHold.objects.active().get()
        return holds.release(hold=hold, released_by=self.dora)

    def assert_only_the_answer_is_left(self):
        assert Answer.objects.get().body == "Dear Ada Lovelace"
        assert not Person.objects.exists()
        assert not Event.objects.exists()
        assert Inquiry.objects.get().email == ""

    def assert_nobody_is_left(self):
        for model in (Answer, Lead, Inquiry, Person, Event):
            assert not model.objects.exists(), model
        assert not AwaitingRelease.objects.exists()
        assert ADA not in str(backup.text())
        assert not replay.is_behind()

    def test_hold_in_the_backup_keeps_its_record_until_release(self):
        self.hold()
        before = backup.take()
        first = erase()
        backup.restore(before)
        assert Person.objects.exists()
        assert replay.replay().held == 1
        self.assert_only_the_answer_is_left()
        assert [done.pk for done in self.release()] == [first.pk]
        self.assert_nobody_is_left()

    def test_hold_newer_than_the_backup_is_placed_again(self):
        before = backup.take()
        self.hold()
        first = erase()
        backup.restore(before)
        assert not LegalHold.objects.exists()
        assert replay.replay().holds_placed == 1
        self.assert_only_the_answer_is_left()
        placed = LegalHold.objects.get()
        assert (placed.ground, placed.case) == ("process", replay.LOST_CASE)
        assert placed.review_on <= (timezone.now() + timedelta(days=14)).date()
        assert replay.replay().holds_placed == 0, "a second replay changes nothing"
        assert [done.pk for done in self.release()] == [first.pk]
        self.assert_nobody_is_left()

    def test_released_hold_is_restored_and_released_again(self):
        hold = self.hold()
        before = backup.take()
        erase()
        self.release(hold)
        self.assert_nobody_is_left()
        backup.restore(before)
        replay.replay()
        self.assert_only_the_answer_is_left()
        self.release()
        self.assert_nobody_is_left()

    def test_row_released_before_the_restore_is_erased_at_once(self):
        before = backup.take()
        hold = self.hold()
        erase()
        self.release(hold)
        backup.restore(before)
        outcome = replay.replay()
        assert (outcome.holds_placed, outcome.held) == (0, 0)
        self.assert_nobody_is_left()

    def test_hourly_task_skips_records_held_by_the_replay(self):
        before = backup.take()
        self.hold()
        first = erase()
        backup.restore(before)
        replay.replay()
        assert holds.carry_on(first.pk) is None
        self.assert_only_the_answer_is_left()

    def test_command_lists_the_holds_it_placed(self):
        before = backup.take()
        self.hold()
        erase()
        backup.restore(before)
        said = StringIO()
        call_command("replay_erasures", stdout=said)
        assert "1 legal holds were younger than the backup" in said.getvalue()


class HeldLineTestCase(StaffTestCase):
    def test_ledger_line_has_ground_and_fingerprint_but_no_key(self):
        create_history()
        answer = Answer.objects.get()
        holds.place(record=answer, ground="claim", review_on=date(2099, 1, 1), placed_by=self.dora)
        erase()
        held = json.loads(settings.ERASURE_LEDGER.read_text())["held"]
        grounds = {label: list(found.values()) for label, found in held.items()}
        assert grounds == {"leads.Answer": ["claim"], "leads.Lead": [""], "leads.Inquiry": [""]}
        assert str(answer.pk) not in held["leads.Answer"]

    def test_line_of_an_erasure_without_holds_has_none(self):
        create_history()
        erase()
        assert [line.held for line in ledger.lines()] == [{}]

    def test_order_kept_open_by_a_hold_is_not_lost(self):
        create_history()
        hold = holds.place(
            record=Answer.objects.get(),
            ground="claim",
            review_on=date(2099, 1, 1),
            placed_by=self.dora,
        )[0]
        erase()
        Erasure.objects.update(finished_at=timezone.now() - timedelta(days=800))
        retention.apply()
        assert Erasure.objects.exists()
        holds.release(hold=hold, released_by=self.dora)
        assert not Answer.objects.exists()
        retention.apply()
        assert not Erasure.objects.exists()
