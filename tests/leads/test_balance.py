"""The daily balance: whatever was received is still there, or was erased on purpose."""

from datetime import date, timedelta

from contactatonce.jobs import health
from leads.models import Balance, Inquiry, Lead
from leads.services.balance import draw_up
from privacy.erasure import retention
from privacy.erasure.destruction import destroy
from privacy.erasure.plan import plan_rows
from tests import factories
from tests.base import SiteTestCase

DAY = date(2026, 11, 25)


class BalanceTestCase(SiteTestCase):
    def day(self, number):
        return draw_up(DAY + timedelta(days=number))

    def create(self, **fields):
        return factories.create_lead(**fields)

    def test_each_inquiry_is_open_closed_or_in_quarantine(self):
        self.create()
        self.create(state=Lead.State.WON)
        self.create(quarantined_at=self.create().inquiry.received_at)
        self.day(0)
        balance = self.day(1)
        assert (balance.received, balance.open, balance.closed, balance.quarantined) == (4, 2, 1, 1)
        assert balance.missing == 0

    def test_the_day_is_counted_when_its_transactions_are_over(self):
        self.create()
        assert self.day(0).received == 0
        self.create()
        assert self.day(1).received == 1
        assert self.day(2).received == 1
        assert self.day(2).pk == Balance.objects.latest("day_on").pk
        assert Balance.objects.count() == 3

    def test_erased_inquiries_are_accounted_for(self):
        leads = [self.create() for _ in range(3)]
        self.day(0)
        self.day(1)
        young = self.create()
        destroy(plan_rows({Inquiry: [leads[0].pk, young.pk]}))
        self.day(2)
        balance = self.day(3)
        assert balance.missing == 0
        assert (balance.open, sum(Balance.objects.values_list("erased", flat=True))) == (2, 1)

    def test_expired_inquiries_are_accounted_for(self):
        old = self.create()
        self.day(0)
        self.day(1)
        Inquiry.objects.filter(pk=old.pk).update(received_at="2020-01-01T00:00Z")
        old.events.update(at="2020-01-01T00:00Z")
        retention.apply()
        assert not Inquiry.objects.exists()
        assert self.day(2).missing == 0

    def test_a_lost_inquiry_raises_the_alarm(self):
        lost, _ = self.create(), self.create()
        self.day(0)
        self.day(1)
        assert health.read_status()["balance"]
        lost.inquiry.delete()
        assert self.day(2).missing == 1
        assert not health.read_status()["balance"]

    def test_an_inquiry_without_work_raises_the_alarm(self):
        self.create().delete()
        self.day(0)
        assert self.day(1).missing == 1
