"""Two colleagues work on the same request: neither overwrites the other silently."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import TransactionTestCase

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.models import Inquiry, Person
from privacy.models import IllegalTransition, PrivacyRequest
from privacy.rights import correction, fulfillment, intake, requests
from privacy.rights.correction import Change, Outdated
from tests import factories
from tests.privacy.people import ADA, create_history, subject
from tests.privacy.requests import RequestTestCase, step_fields

NAMED = {"what": "Name", "before": "Ada", "after": "Ada King"}
PHONED = {"what": "Phone", "before": "1", "after": "2"}


class ConflictTestCase(RequestTestCase):
    def test_two_proposals_sent_at_once_are_both_kept(self):
        request = self.confirmed(kind="correction")
        stale = [PrivacyRequest.objects.get(pk=request.pk) for _ in range(2)]
        for each, proposal in zip(stale, (NAMED, PHONED), strict=True):
            requests.propose(each, **proposal)
        request.refresh_from_db()
        assert request.proposals == [NAMED, PHONED]

    def test_second_of_two_concurrent_extensions_gets_a_conflict(self):
        request = self.confirmed()
        other = PrivacyRequest.objects.get(pk=request.pk)
        requests.order_extension(request, reason="complex", text="Long.", by=self.dora)
        with pytest.raises(IllegalTransition):
            requests.order_extension(other, reason="many", text="Many.", by=self.adam)
        request.refresh_from_db()
        assert (request.extension, request.extension_text) == ("complex", "Long.")

    def test_concurrent_proposal_prevents_the_approval(self):
        person = create_history(name="Ada Lovelase").person
        request = self.confirmed(kind="correction")
        seen = PrivacyRequest.objects.get(pk=request.pk)
        requests.propose(request, **NAMED)
        change = Change("leads.person", str(person.pk), "name", "Ada Lovelace")
        with pytest.raises(IllegalTransition):
            fulfillment.approve_correction(seen, [change], by=self.dora)
        assert Person.objects.get().name == "Ada Lovelase"
        request.refresh_from_db()
        assert request.proposals == [NAMED]

    def test_value_changed_since_the_preview_is_not_overwritten(self):
        person = create_history().person
        wanted = Change("leads.person", str(person.pk), "name", "Ada King", was="Ada Lovelace")
        Person.objects.update(name="Ada Byron")
        with pytest.raises(Outdated):
            correction.apply(subject(), [wanted])
        assert Person.objects.get().name == "Ada Byron"
        assert Inquiry.objects.get().name == "Ada Lovelace"

    def test_outdated_page_changes_nothing_and_keeps_the_words(self):
        self.client.force_login(self.dora)
        request = self.confirmed(kind="correction")
        path = f"/admin/privacy/privacyrequest/{request.pk}/"
        seen = request.version
        requests.propose(request, **NAMED)
        for action, fields in (
            ("begin", {}),
            ("refuse", {"reason": "correct", "explanation": "It is right."}),
            ("fulfill", {"explanation": "Done."}),
        ):
            for version in (seen, "", "x"):
                sent = {**step_fields(action, fields), "opened_version": version}
                answer = self.client.post(f"{path}{action}/", sent)
                assert answer.status_code == 409
                page = answer.content.decode()
                assert "has changed since you opened the page" in page, action
                assert all(text in page for text in fields.values()), action
        request.refresh_from_db()
        assert (request.state, request.proposals) == ("confirmed", [NAMED])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
class RaceTestCase(TransactionTestCase):
    def test_proposals_that_arrive_in_the_same_moment_are_all_kept(self):
        load_sites()
        dora = factories.create_staff("dora@example.com", "Dora", role=None)
        request = intake.enter(
            brand=Brand.objects.get(host="www.contactatonce.com"),
            kind="correction",
            email=ADA,
            channel="letter",
            received_at=dora.joined_at,
            by=dora,
        )
        intake.confirm_by_staff(request, checked="letter", by=dora)
        start = Barrier(4)

        def propose(number: int) -> None:
            mine = PrivacyRequest.objects.get(pk=request.pk)
            start.wait()
            requests.propose(mine, what="Name", before="", after=f"Ada {number}")
            connection.close()

        threads = [Thread(target=propose, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        request.refresh_from_db()
        assert sorted(each["after"] for each in request.proposals) == [
            f"Ada {number}" for number in range(4)
        ]
