"""Rules give new inquiries an owner in the transaction that stores them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.models import Absence, AssignmentRule, Event, Lead, RuleMember
from leads.services import handover
from leads.services.assignment import assign
from leads.services.quarantine import release
from moderation.rules import trap_name
from tests import factories
from tests.base import StaffTestCase, run_jobs

from .base import InquiryTestCase


def create_rule(*members, title="Everyone", **fields) -> AssignmentRule:
    """Store a rule; a member is a user, or a user with a weight."""
    rule = AssignmentRule.objects.create(title=title, **fields)
    for member in members:
        user, weight = member if isinstance(member, tuple) else (member, 1)
        RuleMember.objects.create(rule=rule, user=user, weight=weight)
    return rule


def away(user, *, begins=0, ends=0) -> Absence:
    today = timezone.localdate()
    return Absence.objects.create(
        user=user,
        begins_on=today + timedelta(days=begins),
        ends_on=today + timedelta(days=ends),
    )


class RuleTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.carol = factories.create_staff("carol@example.com", "Carol", role="Sales")

    def arrive(self, number=1, **said):
        """Store inquiries and return the names of their owners."""
        names = []
        for _ in range(number):
            lead = factories.create_lead(inquiry=factories.create_inquiry(**said))
            with transaction.atomic():
                assign(lead)
            lead.refresh_from_db()
            names.append(lead.owner.display_name if lead.owner else "")
        return names


class MethodTestCase(RuleTestCase):
    def test_without_a_rule_no_one_owns_it(self):
        assert self.arrive() == [""]

    def test_in_turn_follows_the_weights_and_spreads_them(self):
        create_rule((self.alice, 3), self.adam, self.carol)
        names = self.arrive(10)
        assert Counter(names) == {"Alice": 6, "Adam": 2, "Carol": 2}
        assert names[:5] == names[5:]
        assert names[:5] == ["Alice", "Adam", "Alice", "Carol", "Alice"]

    def test_fewest_open_counts_open_inquiries_by_weight(self):
        create_rule(self.alice, (self.adam, 2), method="least_open")
        for _ in range(2):
            factories.create_lead(owner=self.alice)
        factories.create_lead(owner=self.adam, state="won")
        assert self.arrive(4) == ["Adam"] * 4  # four for a weight of two, as two for one
        assert self.arrive(1) == ["Alice"]

    def test_who_is_away_is_skipped_and_owes_nothing_later(self):
        create_rule(self.alice, self.adam)
        absence = away(self.alice)
        assert self.arrive(3) == ["Adam"] * 3
        absence.delete()
        assert Counter(self.arrive(4)) == {"Alice": 2, "Adam": 2}

    def test_an_absence_lasts_from_its_first_to_its_last_day(self):
        create_rule(self.alice)
        away(self.alice, begins=-2, ends=-1)
        away(self.alice, begins=1, ends=2)
        assert self.arrive() == ["Alice"]
        with self.assertRaises(IntegrityError), transaction.atomic():
            away(self.alice, begins=1, ends=0)

    def test_only_people_who_work_on_inquiries_get_any(self):
        create_rule(self.alice, self.bob, self.adam)  # Bob is an editor
        self.adam.is_active = False
        self.adam.save()
        assert self.arrive(3) == ["Alice"] * 3


class OrderTestCase(RuleTestCase):
    def test_the_first_rule_that_matches_applies(self):
        site = Brand.objects.get(host="www.autodealerchat.com")
        create_rule(self.alice, position=1, brand=site, business_type="dealer", title="Dealers")
        create_rule(self.adam, position=2, business_type="dealer", title="Other dealers")
        create_rule(self.carol, position=3, title="The rest")
        create_rule(self.bob, position=0, is_active=False, title="Off")
        assert self.arrive(brand=site, business_type="dealer") == ["Alice"]
        assert self.arrive(business_type="dealer") == ["Adam"]
        assert self.arrive(brand=site, business_type="portal") == ["Carol"]
        assert self.arrive(brand=site) == ["Carol"]

    def test_the_next_rule_applies_if_everyone_in_the_first_is_away(self):
        create_rule(self.alice, position=1, title="First")
        create_rule(self.adam, position=2, title="Second")
        away(self.alice)
        assert self.arrive() == ["Adam"]
        away(self.adam)
        assert self.arrive() == [""]

    def test_the_timeline_names_the_rule(self):
        create_rule(self.alice, title="Dealers in the South")
        self.arrive()
        event = Event.objects.get(kind=Event.Kind.ASSIGNED)
        assert (event.assignee, event.actor) == (self.alice, None)
        assert event.cause == "rule Dealers in the South"
        assert Lead.objects.get().attention == "assigned"


class SpreadTestCase(RuleTestCase):
    def test_open_inquiries_of_a_colleague_are_spread_over_the_others(self):
        create_rule(self.alice, self.adam, self.carol)
        for state in ("new", "open", "contacted", "qualified", "won"):
            factories.create_lead(owner=self.alice, state=state)
        outcome = handover.spread(owner_id=self.alice.pk, actor=self.adam)
        assert outcome.changed == 4
        owners = Counter(Lead.objects.values_list("owner__display_name", flat=True))
        assert owners == {"Adam": 2, "Carol": 2, "Alice": 1}
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [["carol@example.com"]]

    def test_fewest_open_counts_what_is_being_spread(self):
        create_rule(self.adam, self.carol, method="least_open")
        for _ in range(4):
            factories.create_lead(owner=self.alice)
        handover.spread(owner_id=self.alice.pk, actor=self.alice)
        owners = Counter(Lead.objects.values_list("owner__display_name", flat=True))
        assert owners == {"Adam": 2, "Carol": 2}

    def test_without_a_rule_nothing_moves(self):
        factories.create_lead(owner=self.alice)
        outcome = handover.spread(owner_id=self.alice.pk, actor=self.adam)
        assert (outcome.changed, len(outcome.refused)) == (0, 1)

    def test_hand_over_page_offers_it(self):
        create_rule(self.carol)
        lead = factories.create_lead(owner=self.alice)
        self.client.force_login(self.adam)
        path = f"/admin/leads/lead/hand-over/{self.alice.pk}/"
        self.assertContains(self.client.get(path), "spread them by the rules")
        self.client.post(path, {"to": "rules"})
        lead.refresh_from_db()
        assert lead.owner == self.carol


class ArrivalTestCase(InquiryTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        cls.carol = factories.create_staff("carol@example.com", "Carol", role="Sales")
        create_rule(cls.carol)

    def test_an_inquiry_has_its_owner_at_once_and_only_they_are_notified(self):
        self.send()
        assert Lead.objects.get().owner == self.carol
        run_jobs()
        assert sorted(letter.to[0] for letter in mail.outbox) == [
            "carol@example.com",
            "nora@example.com",
        ]

    def test_quarantine_assigns_at_the_release(self):
        self.send(**{trap_name(self.form.scope): "x"})
        lead = Lead.objects.get()
        assert lead.owner is None
        release(lead=lead, actor=self.alice)
        lead.refresh_from_db()
        assert lead.owner == self.carol

    def test_the_same_form_sent_again_takes_no_other_turn(self):
        fields = {**self.open_form(), "email": "n@example.com", "message": "Hello"}
        self.send(fields)
        self.send(fields)
        self.send(fields, message="Hello again")
        assert RuleMember.objects.get().credit == 0
        assert Event.objects.filter(kind=Event.Kind.ASSIGNED).count() == 1


class AtOnceTestCase(TransactionTestCase):
    def test_concurrent_inquiries_take_turns(self):
        load_sites()
        users = [
            factories.create_staff(f"s{number}@example.com", f"S{number}", role="Sales")
            for number in range(4)
        ]
        create_rule(*users)
        leads = [factories.create_lead() for _ in range(12)]

        def give(lead):
            try:
                with transaction.atomic():
                    assign(lead)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(give, leads))
        owners = Counter(Lead.objects.values_list("owner", flat=True))
        assert owners == dict.fromkeys([user.pk for user in users], 3)


class AdminTestCase(StaffTestCase):
    def test_administrators_write_rules_and_sales_read_them(self):
        rule = create_rule(self.alice)
        for user, lists, adds in (
            (self.adam, 200, 200),
            (self.alice, 200, 403),
            (self.dora, 403, 403),
        ):
            self.client.force_login(user)
            assert self.client.get("/admin/leads/assignmentrule/").status_code == lists
            assert self.client.get("/admin/leads/assignmentrule/add/").status_code == adds
        self.client.force_login(self.adam)
        page = self.client.get(f"/admin/leads/assignmentrule/{rule.pk}/change/")
        self.assertContains(page, "Alice")

    def test_sales_enter_absences(self):
        self.client.force_login(self.alice)
        with time_machine.travel("2026-12-01 15:00Z", tick=False):
            days = {"begins_on": "2026-12-24", "ends_on": "2026-12-31", "user": self.adam.pk}
            self.client.force_login(self.alice)
            answer = self.client.post("/admin/leads/absence/add/", days)
        assert answer.status_code == 302, answer.content
        assert Absence.objects.get().label == "Adam, Dec 24 to Dec 31"
        wrong = self.client.post("/admin/leads/absence/add/", {**days, "ends_on": "2026-12-23"})
        self.assertContains(wrong, "The last day is before the first one.")
