"""An erasure that is killed at any step completes when it is run again (P30)."""

import os
import signal
from contextlib import suppress
from datetime import date
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, connections
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from leads.models import Answer, Correction, Event, Inquiry, Lead, Person
from privacy.erasure import erasure, holds, ledger, replay
from privacy.erasure.plan import plan_person
from privacy.models import Erasure, LedgerMark, LegalHold
from privacy.rights import exports
from privacy.tasks import finish_erasure, release_what_is_free
from tests.privacy.people import ADA, create_history, subject

TABLES = (Inquiry, Correction, Person, Lead, Event, Answer)


class Killed(BaseException):
    """Simulates the death of the process: no code catches it."""


class DiesBeforeStatement:
    """Lets statements through to the database, and dies before the one of a number.

    Numbered are those that change something and the first after each change, in the database or in
    a file: a death before any other leaves behind what a death before a numbered one leaves.
    """

    def __init__(self, number):
        self.left = number
        self.seen = None

    def __call__(self, execute, sql, *arguments):
        reads = sql.lstrip().upper().startswith("SELECT")
        state = outside_the_rows()
        if not reads or state != self.seen:
            if self.left == 0:
                raise Killed
            self.left -= 1
        self.seen = state if reads else None
        return execute(sql, *arguments)


def outside_the_rows():
    """Return what may change without a statement: ledger, exports, a transaction's end."""
    path = Path(settings.ERASURE_LEDGER)
    ledger_size = path.stat().st_size if path.exists() else 0
    return ledger_size, storages["exports"].listdir("")[1], connection.in_atomic_block


class KilledErasureTestCase(TransactionTestCase):
    def setUp(self):
        load_sites()
        create_history()
        exports.prepare(subject())

    def order(self):
        return erasure.execute(subject=subject(), plan_hash=plan_person(subject()).digest)

    def test_erasure_killed_at_any_statement_can_be_rerun(self):
        step = 1 if connection.vendor == "postgresql" else 4  # each costs a whole erasure
        deaths = 0
        while not self.died_at(deaths):
            deaths += step
            assert deaths < 2000
        assert deaths > 35, "the fault was injected at every change"

    def died_at(self, number):
        """Order an erasure, die before statement `number`, carry it on; True if it did not die."""
        if not Inquiry.objects.exists():
            create_history()
            exports.prepare(subject())
        approved = plan_person(subject()).digest
        try:
            with connection.execute_wrapper(DiesBeforeStatement(number)):
                erasure.execute(subject=subject(), plan_hash=approved)
        except Killed:
            self.assert_nothing_half_done()
        else:
            return True
        for unfinished in Erasure.objects.unfinished():
            erasure.resume(unfinished.pk)
        if Inquiry.objects.exists():  # it died before the order was stored
            self.order()
        self.assert_gone()
        Erasure.objects.all().delete()
        return False

    def assert_nothing_half_done(self):
        """The rows all exist or are all deleted, and deleted only if the ledger knows."""
        counts = {model.objects.count() for model in TABLES}
        assert counts in ({0}, {1})
        if counts == {0}:
            assert list(ledger.lines())[-1].number >= LedgerMark.objects.get().line > 0
            assert not Erasure.objects.filter(erased_at=None).exists()

    def assert_gone(self):
        for model in TABLES:
            assert not model.objects.exists(), model
        assert not Erasure.objects.filter(cleaned_at=None).exists()
        assert storages["exports"].listdir("")[1] == []
        assert not replay.is_behind()

    def test_killed_process_is_resumed_after_the_ledger_entry(self):
        for after in ("append", "destroy", "delete_files"):
            with self.subTest(killed_after=after):
                if not Inquiry.objects.exists():
                    create_history()
                self.kill_child_after(after)
                finished = Erasure.objects.unfinished().get()
                assert not replay.is_behind(), "a killed erasure is not taken for a restored backup"
                finish_erasure.call(str(finished.pk))
                assert not Inquiry.objects.filter(email=ADA).exists()
                assert Erasure.objects.get(pk=finished.pk).finished_at

    def kill_child_after(self, step):
        connections.close_all()
        child = os.fork()
        if child == 0:
            try:
                self.die_after(step)
                self.order()
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

    def die_after(self, step):
        owner = ledger if step == "append" else erasure
        original = getattr(owner, step)

        def and_die(*arguments, **options):
            original(*arguments, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(owner, step, and_die)

    def order_and_die_at_the_release_of_a_hold(self):
        record, review = Answer.objects.get(), date(2027, 3, 1)
        hold = holds.place(record=record, ground="claim", review_on=review, placed_by=None)[0]
        self.order()
        with mock.patch.object(erasure, "destroy", side_effect=Killed), suppress(Killed):
            holds.release(hold=hold, released_by=None)

    def test_killed_release_is_not_mistaken_for_a_restore(self):
        self.order_and_die_at_the_release_of_a_hold()
        assert list(ledger.lines())[-1].number == 2 > LedgerMark.objects.get().line
        assert not replay.is_behind()
        release_what_is_free()
        assert not Answer.objects.exists()
        assert not replay.is_behind()

    def test_backup_before_a_release_counts_as_restored(self):
        self.order_and_die_at_the_release_of_a_hold()
        LegalHold.objects.update(released_at=None)
        assert replay.is_behind()

    def test_canceled_erasure_is_not_replayed(self):
        with mock.patch.object(erasure, "destroy", side_effect=Killed), suppress(Killed):
            self.order()
        assert list(ledger.lines())[-1].number == 1
        left = Erasure.objects.get()
        Event.objects.create(lead=Lead.objects.get(), kind=Event.Kind.NOTE, text="one more")
        with self.assertRaises(erasure.PlanChanged):
            erasure.resume(left.pk)
        assert [line.voids for line in ledger.lines()] == [False, True]
        assert not replay.is_behind()
        replay.replay()
        assert Inquiry.objects.filter(email=ADA).exists()
