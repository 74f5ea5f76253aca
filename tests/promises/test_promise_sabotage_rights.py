"""Breaches of people's rights; each turns its promises red."""

import dataclasses
from datetime import timedelta
from unittest import mock

from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Office
from privacy.models import Consent, PrivacyRequest
from privacy.registry import declarations
from tests import factories
from tests.promises.sabotage import SabotageTestCase


class RightsTestCase(SabotageTestCase):
    def test_an_exporter_is_removed(self):
        blind = dataclasses.replace(
            declarations[Consent], about=lambda subject: Consent.objects.none()
        )
        with mock.patch.dict(declarations, {Consent: blind}):
            self.turns_red("P30")

    def test_a_field_is_not_declared(self):
        less = dataclasses.replace(declarations[Office], plain=frozenset())
        with mock.patch.dict(declarations, {Office: less}):
            self.turns_red("P30")

    def test_a_rule_is_shortened_in_its_text_only(self):
        kept = declarations[Consent]
        words = dataclasses.replace(kept.retention, basis="1 year after it was withdrawn")
        with mock.patch.dict(declarations, {Consent: dataclasses.replace(kept, retention=words)}):
            self.turns_red("P31")

    def test_a_row_is_older_than_its_rule(self):
        long_ago = timezone.now() - timedelta(days=3 * 365 + 10)
        Consent.objects.create(
            purpose="news",
            email="nora@example.com",
            wording="Yes.",
            given_how="x",
            brand=self.brand,
            given_at=long_ago,
            withdrawn_at=long_ago,
        )
        self.turns_red("P31")

    def test_an_idle_account_is_not_erased(self):
        mia = factories.create_member("mia@example.com", "Mia", last_login=timezone.now())
        long_ago = timezone.now() - timedelta(days=800)
        warned = timezone.now() - timedelta(days=20)
        columns = {"warned_at": warned, "warned_again_at": warned}
        User.objects.filter(pk=mia.pk).update(seen_on=long_ago.date(), **columns)
        self.turns_red("P31")

    def test_a_request_is_overdue(self):
        self.overdue()
        self.turns_red("P30")

    def overdue(self):
        received = timezone.now() - timedelta(days=40)
        row = PrivacyRequest.objects.create(
            kind="access",
            brand=self.brand,
            channel="letter",
            email="nora@example.com",
            received_at=received,
            created_at=received,
        )
        row.move("confirmed")
