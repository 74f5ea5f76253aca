"""One table of states: what it does not name is impossible in code and in the database (P30)."""

import itertools
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from privacy.models import IllegalTransition, PrivacyRequest, RequestEvent
from privacy.rights import requests
from privacy.rights.transitions import CLOSED, TRANSITIONS, UNCONFIRMED, State, may_move
from tests.privacy.requests import RequestTestCase

PATHS = {
    State.RECEIVED: [],
    State.CONFIRMED: [State.CONFIRMED],
    State.IN_PROGRESS: [State.CONFIRMED, State.IN_PROGRESS],
    State.NEEDS_INFORMATION: [State.CONFIRMED, State.IN_PROGRESS, State.NEEDS_INFORMATION],
    **{
        end: [State.CONFIRMED, State.IN_PROGRESS, end]
        for end in (State.FULFILLED, State.PARTLY, State.REFUSED, State.WITHDRAWN)
    },
    State.LAPSED: [State.LAPSED],
}


class StatesTestCase(RequestTestCase):
    def at(self, state: State) -> PrivacyRequest:
        """Return a request that went the legal way to `state`."""
        request = PrivacyRequest.objects.create(
            kind="complaint", brand=self.brand, channel="letter", email="nora@example.com"
        )
        for step in PATHS[state]:
            request.move(step, **({"refusal": "law"} if step == State.REFUSED else {}))
        return request

    def test_table_of_steps_is_complete(self):
        assert {(old.value, new.value) for old, news in TRANSITIONS.items() for new in news} == {
            ("received", "confirmed"),
            ("received", "lapsed"),
            ("confirmed", "in_progress"),
            ("confirmed", "withdrawn"),
            ("in_progress", "needs_information"),
            ("in_progress", "fulfilled"),
            ("in_progress", "partly_fulfilled"),
            ("in_progress", "refused"),
            ("in_progress", "withdrawn"),
            ("needs_information", "in_progress"),
            ("needs_information", "refused"),
            ("needs_information", "withdrawn"),
        }

    def test_no_other_step_is_possible_in_code_or_in_the_database(self):
        for old, new in itertools.product(State, State):
            request = self.at(old)
            if may_move(old, new) or old == new:
                continue
            with self.assertRaises(IllegalTransition):
                request.move(new, refusal="law")
            now = timezone.now()
            columns = {
                "state": new,
                "refusal": "law",
                "confirmed_at": None if new in UNCONFIRMED else request.confirmed_at or now,
                "closed_at": (request.closed_at or now) if new in CLOSED else None,
            }
            with pytest.raises(DatabaseError), transaction.atomic():
                PrivacyRequest.objects.filter(pk=request.pk).update(**columns)
            request.refresh_from_db()
            assert request.state == old, (old, new)

    def test_a_state_and_its_dates_cannot_contradict_each_other(self):
        request = self.at(State.IN_PROGRESS)
        for columns in (
            {"state": "fulfilled"},  # without the time it was closed
            {"closed_at": timezone.now()},  # while it is open
            {"state": "refused", "closed_at": timezone.now()},  # without a reason
            {"state": "nonsense"},
            {"extended_to": request.due_on + timedelta(days=60)},  # without a reason
            {"extended_to": request.due_on, "extension": "complex"},  # not longer
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                PrivacyRequest.objects.filter(pk=request.pk).update(**columns)

    def test_receipt_kind_and_person_of_a_request_are_fixed(self):
        request = self.at(State.CONFIRMED)
        for columns in (
            {"received_at": timezone.now()},
            {"due_on": request.due_on + timedelta(days=1)},
            {"kind": "opt_out"},
            {"channel": "web"},
            {"email": "mallory@example.com"},
            {"fingerprint": "0" * 64},
            {"confirmed_at": timezone.now()},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                PrivacyRequest.objects.filter(pk=request.pk).update(**columns)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE privacy_privacyrequest SET received_at = '2020-01-01'")
        PrivacyRequest.objects.filter(pk=request.pk).update(email="")  # an erasure may

    def test_the_steps_that_were_taken_cannot_be_edited(self):
        self.at(State.CONFIRMED)
        for columns in ({"after": "lapsed"}, {"at": timezone.now()}, {"step": "came"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                RequestEvent.objects.update(**columns)

    def test_each_step_is_recorded_in_the_same_transaction(self):
        request = self.at(State.CONFIRMED)
        requests.begin(request, by=self.dora)
        event = request.events.last()
        assert (event.before, event.after, event.actor) == ("confirmed", "in_progress", self.dora)
        with pytest.raises(RuntimeError), transaction.atomic():
            requests.refuse(request, reason="law", explanation="", by=self.dora)
            raise RuntimeError
        request.refresh_from_db()
        assert request.state == State.IN_PROGRESS
        assert request.events.last() == event

    def test_second_of_two_concurrent_steps_gets_a_conflict(self):
        request = self.at(State.IN_PROGRESS)
        other = PrivacyRequest.objects.get(pk=request.pk)
        request.move(State.FULFILLED)
        with self.assertRaises(IllegalTransition):
            other.move(State.REFUSED, refusal="law")
        assert request.events.filter(after=State.REFUSED).count() == 0

    def test_a_removal_names_the_place(self):
        with pytest.raises(DatabaseError), transaction.atomic():
            PrivacyRequest.objects.create(
                kind="removal", brand=self.brand, channel="web", email="nora@example.com"
            )
