"""Allowed moves between states; every change is on the timeline."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from leads.models import Event, Lead
from leads.services import work
from tests import factories
from tests.base import StaffTestCase

State = Lead.State
FAULTS = {
    "sqlite": (
        "CREATE TRIGGER fault BEFORE {operation} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'out of order'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'out of order'; END $$",
        "CREATE TRIGGER fault BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION fault()",
    ),
}


def break_down(*, operation: str, table: str) -> None:
    """Make the database reject writes to a table."""
    with connection.cursor() as cursor:
        for statement in FAULTS[connection.vendor]:
            cursor.execute(statement.format(operation=operation, table=table))


class StateTestCase(StaffTestCase):
    def lead(self, state=State.NEW, **fields):
        reason = {"lost_reason": "price"} if state == State.LOST else {}
        return factories.create_lead(state=state, **{**reason, **fields})

    def test_only_moves_in_the_table_are_allowed(self):
        for old in State:
            for new in set(State) - {old}:
                lead = self.lead(old)
                reason = {"lost_reason": "price"} if new == State.LOST else {}
                if new in Lead.MOVES[old]:
                    work.change(lead_id=lead.pk, actor=self.alice, state=new, **reason)
                else:
                    with pytest.raises(work.Refused, match=f"cannot become {new.label.lower()}"):
                        work.change(lead_id=lead.pk, actor=self.alice, state=new, **reason)
                lead.refresh_from_db()
                assert lead.state == (new if new in Lead.MOVES[old] else old)
                assert lead.events.count() == (new in Lead.MOVES[old])

    def test_a_lost_lead_needs_a_reason(self):
        lead = self.lead(State.OPEN)
        with pytest.raises(work.Refused, match="Say why"):
            work.change(lead_id=lead.pk, actor=self.alice, state=State.LOST)
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(state=State.LOST)

    def test_a_reopened_lead_has_no_reason_any_more(self):
        lead = self.lead(State.LOST)
        work.change(lead_id=lead.pk, actor=self.alice, state=State.OPEN)
        lead.refresh_from_db()
        assert (lead.state, lead.lost_reason) == (State.OPEN, "")
        assert lead.events.get().text == "Lost (Price) → Open"

    def test_a_reason_without_loss_is_refused(self):
        lead = self.lead(State.OPEN)
        with pytest.raises(work.Refused, match="lost inquiry only"):
            work.change(lead_id=lead.pk, actor=self.alice, lost_reason="price")

    def test_quarantined_lead_can_only_be_released_or_spam(self):
        lead = self.lead(quarantined_at=timezone.now())
        with pytest.raises(work.Refused, match="quarantine"):
            work.change(lead_id=lead.pk, actor=self.alice, state=State.OPEN)
        work.change(lead_id=lead.pk, actor=self.alice, state=State.NOT_A_LEAD)
        assert not Lead.objects.quarantined().exists()

    def test_each_kind_of_change_is_one_event_with_its_actor(self):
        lead = self.lead()
        work.change(
            lead_id=lead.pk,
            actor=self.alice,
            cause="test",
            state=State.OPEN,
            owner_id=self.adam.pk,
        )
        told = lead.events.order_by("pk").values_list("kind", "text", "assignee", "actor", "cause")
        assert list(told) == [
            ("assigned", "", self.adam.pk, self.alice.pk, "test"),
            ("state", "New → Open", None, self.alice.pk, "test"),
        ]

    def test_unchanged_values_write_nothing(self):
        lead = self.lead()
        work.change(lead_id=lead.pk, actor=self.alice, state=State.NEW, owner_id=None)
        lead.refresh_from_db()
        assert (lead.version, lead.events.count()) == (1, 0)

    def test_a_change_without_its_event_is_undone(self):
        lead = self.lead()
        break_down(operation="INSERT", table="leads_event")
        for action in (
            lambda: work.change(lead_id=lead.pk, actor=self.alice, state=State.OPEN),
            lambda: work.claim_next(actor=self.alice),
            lambda: work.log_call(lead_id=lead.pk, actor=self.alice, text="Spoke."),
        ):
            with pytest.raises(DatabaseError, match="out of order"):
                action()
        lead.refresh_from_db()
        assert (lead.state, lead.owner, lead.first_answered_at) == (State.NEW, None, None)

    def test_an_event_without_its_change_is_undone(self):
        lead = self.lead()
        break_down(operation="UPDATE", table="leads_lead")
        for action in (
            lambda: work.change(lead_id=lead.pk, actor=self.alice, state=State.OPEN),
            lambda: work.claim_next(actor=self.alice),
            lambda: work.log_call(lead_id=lead.pk, actor=self.alice, text="Spoke."),
        ):
            with pytest.raises(DatabaseError, match="out of order"):
                action()
        assert not Event.objects.exists()

    def test_logged_call_counts_as_the_first_answer(self):
        lead = self.lead()
        work.log_call(lead_id=lead.pk, actor=self.alice, text="Spoke.")
        lead.refresh_from_db()
        first = lead.first_answered_at
        assert first is not None
        assert lead.state == State.CONTACTED
        work.log_call(lead_id=lead.pk, actor=self.alice, text="Again.")
        lead.refresh_from_db()
        assert lead.first_answered_at == first

    def test_note_does_not_count_as_an_answer(self):
        lead = self.lead()
        work.add_note(lead_id=lead.pk, actor=self.alice, text="Check their site.")
        lead.refresh_from_db()
        assert (lead.first_answered_at, lead.state) == (None, State.NEW)
        assert lead.events.get().text == "Check their site."
