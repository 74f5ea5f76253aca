"""Two machines with a ledger file each: neither can erase behind the other's back."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from leads.models import Inquiry
from privacy.erasure import erasure, ledger
from privacy.erasure.replay import is_behind, ledger_is_whole
from privacy.models import Erasure, LedgerMark
from promises.proofs.rights import erasures_are_remembered
from tests.base import SiteTestCase
from tests.privacy.people import ADA, create_history, erase


class TwoMachinesTestCase(SiteTestCase):
    """Machine A erased Ada; machine B has another VAR."""

    def setUp(self) -> None:
        super().setUp()
        create_history()
        erase()
        other = settings.ERASURE_LEDGER.with_name("machine-b.ledger")
        self.addCleanup(other.unlink, missing_ok=True)
        self.on_machine_b = override_settings(ERASURE_LEDGER=other)

    def test_machine_with_a_file_of_its_own_erases_no_one(self):
        create_history()
        with self.on_machine_b, pytest.raises(ledger.LedgerDamaged, match="lacks line 1"):
            erase()
        assert Inquiry.objects.filter(email=ADA).exists()
        assert not settings.ERASURE_LEDGER.with_name("machine-b.ledger").exists()
        assert ledger_is_whole()

    def test_order_that_was_refused_is_carried_out_where_the_ledger_is(self):
        create_history()
        with self.on_machine_b, pytest.raises(ledger.LedgerDamaged):
            erase()
        order = Erasure.objects.get(erased_at=None)
        erasure.finish(order.pk)
        assert not Inquiry.objects.filter(email=ADA).exists()

    def test_alarm_and_promise_report_it_on_that_machine_only(self):
        with self.on_machine_b:
            assert not ledger_is_whole()
            assert len(list(erasures_are_remembered())) == 1
        assert ledger_is_whole()
        assert list(erasures_are_remembered()) == []

    def test_line_of_the_same_number_in_another_chain_is_not_the_line(self):
        with self.on_machine_b:
            ledger.begin_again(before=timezone.now(), after=ledger.Place())
            assert ledger.has(ledger.Place(1, next(ledger.lines()).chain))
            assert not ledger_is_whole()

    def test_replay_with_a_file_that_lacks_the_line_opens_nothing(self):
        with self.on_machine_b, pytest.raises(CommandError, match="lacks line 1"):
            call_command("replay_erasures")

    def test_restored_database_is_behind_the_shared_file(self):
        LedgerMark.objects.all().delete()
        Erasure.objects.all().delete()
        assert is_behind()
