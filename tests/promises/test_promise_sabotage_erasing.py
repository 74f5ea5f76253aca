"""Breaches: an erasure that leaves a person, and letters that contain an IP address."""

import dataclasses
from types import ModuleType
from typing import Any
from unittest import mock

from contactatonce.lib import client_ip
from leads import letters as lead_letters
from leads.models import Answer, Event
from privacy.erasure import rehearsal
from privacy.models import Consent
from privacy.registry import OnErasure, declarations
from privacy.rights import letters
from promises.proofs import erasing
from tests.promises.base import ProvenTestCase


class ErasingTestCase(ProvenTestCase):
    def turns_red(self, number: str, words: str) -> None:
        found = self.broken(number)
        assert any(words in line for line in found.get(number, ())), found

    def test_while_all_is_whole_nothing_of_the_made_up_person_stays(self):
        before = Event.objects.count(), Consent.objects.count()
        assert self.broken("P07", "P30") == {}
        assert before == (Event.objects.count(), Consent.objects.count())

    def test_an_erasure_spares_rows_that_it_planned_to_delete(self):
        real = rehearsal.destroy

        def destroy(plan: Any) -> Any:
            plan.rows.pop(Consent, None)
            return real(plan)

        with mock.patch.object(rehearsal, "destroy", destroy):
            self.turns_red("P30", "privacy.consent.email")

    def test_answers_are_kept_without_a_reason(self):
        kept = dataclasses.replace(declarations[Answer], on_erasure=OnErasure.BLANK, blanks={})
        with (
            mock.patch.dict(declarations, {Answer: kept}),
            mock.patch("privacy.erasure.destruction.blank", lambda model, keys: None),
            mock.patch("privacy.erasure.sweep._Explainer._kept", lambda *given: ""),
        ):
            assert any("leads.answer.to" in line for line in self.broken("P30")["P30"])

    def test_an_erased_row_has_no_fingerprint(self):
        with mock.patch.object(rehearsal, "prints", lambda rows: {}):
            self.turns_red("P30", "could not be recognized after a restore")

    def test_the_form_for_requests_takes_none(self):
        with mock.patch.object(erasing.form_tokens, "mint", return_value=""):
            found = self.broken("P07", "P30")
        assert any("was not taken" in line for line in found["P30"])
        assert any("Nothing was mailed" in line for line in found["P07"])

    def test_a_letter_about_a_request_tells_an_address(self):
        self.tells_an_address(letters, "news")

    def test_the_code_of_a_copy_tells_an_address(self):
        self.tells_an_address(letters, "export_code")

    def test_the_notice_to_colleagues_tells_an_address(self):
        self.tells_an_address(lead_letters, "notice")

    def test_an_answer_tells_an_address(self):
        self.tells_an_address(lead_letters, "answer")

    def tells_an_address(self, module: ModuleType, name: str) -> None:
        """Put the IP address of the last visitor into a letter, and see P07 turn red."""
        seen: list[str] = [""]
        read, write = client_ip.client_ip, getattr(module, name)

        def remember(request: Any) -> str:
            seen.append(read(request))
            return seen[-1]

        def letter(*given: Any, **named: Any) -> Any:
            message = write(*given, **named)
            message.body += seen[-1]
            return message

        with (
            mock.patch.object(client_ip, "client_ip", remember),
            mock.patch.object(module, name, letter),
        ):
            self.turns_red("P07", "the letter")
