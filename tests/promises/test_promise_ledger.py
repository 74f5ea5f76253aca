"""Promises are bound to checks, runs store evidence, and states derive from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from unittest import mock

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from contactatonce.jobs.registry import periodic_tasks
from contactatonce.management.commands.prepare import INVENTED, NEEDED
from privacy.policy import clauses
from privacy.seed import CONTENT
from promises import registry as promises
from promises import services as evidence
from promises.models import Attestation, Evidence
from promises.proofs.wording import CLAUSE
from promises.registry import PROMISES, Check, Figure, Kind, PromiseError
from promises.services import State
from tests import factories
from tests.promises.base import ProvenTestCase, broken_promises


@contextmanager
def only(*checks: Check) -> Iterator[None]:
    """Register these checks and no others."""
    with mock.patch.dict(promises.checks, {check.name: check for check in checks}, clear=True):
        yield


def check(run=list, *, number="P01", kind=Kind.INVARIANT, fresh_for=timedelta(days=3), name="x"):
    return Check(f"{number}:{name}", number, kind, "It holds.", fresh_for, run)


class BuildTestCase(SimpleTestCase):
    """The build fails in both directions."""

    def test_every_promise_that_is_built_has_a_proof_beside_its_clause(self):
        for number, promise in PROMISES.items():
            proofs = [
                each
                for each in promises.checks.values()
                if each.promise == number and CLAUSE not in each.name
            ]
            assert proofs or promise.missing, number

    def test_a_check_of_an_unknown_promise_is_refused(self):
        assert set(PROMISES) == clauses.PROMISES
        with self.assertRaises(PromiseError):
            promises.add(check(number="P99"))

    def test_a_check_that_does_not_say_what_it_checks_is_refused(self):
        def silent():
            return []

        with self.assertRaises(PromiseError):
            promises.promise("P01", kind=Kind.INVARIANT)(silent)

    def test_two_checks_of_one_name_are_refused(self):
        with only(check()), self.assertRaises(PromiseError):
            promises.add(check())

    def test_each_promise_has_its_clause_in_the_text_that_we_publish(self):
        text = (CONTENT / "privacy-1.md").read_text()
        assert set(clauses.find(text)) == set(PROMISES)


class StateTestCase(ProvenTestCase):
    """The state of a promise, by the results and ages of its checks."""

    def state(self, *results, number="P01", kind=Kind.INVARIANT):
        """Return the state by (is_kept, age in days) of one result for each check."""
        checks = [check(number=number, name=f"c{place}") for place in range(len(results))]
        for each, result in zip(checks, results, strict=True):
            if result is not None:
                Evidence.objects.create(
                    check_name=each.name,
                    promise=number,
                    is_kept=result[0],
                    at=timezone.now() - timedelta(days=result[1]),
                )
        with only(*checks):
            return {each.promise.number: each for each in evidence.board()}[number].state

    def test_all_fresh_and_kept_is_kept(self):
        assert self.state((True, 0), (True, 2)) is State.KEPT

    def test_one_broken_is_broken_even_when_it_is_old(self):
        assert self.state((True, 0), (False, 0)) is State.BROKEN

    def test_an_old_breach_stays_one_until_it_is_checked_again(self):
        assert self.state((False, 30)) is State.BROKEN

    def test_evidence_expires(self):
        assert self.state((True, 0), (True, 4)) is State.STALE

    def test_what_was_never_checked_is_stale(self):
        assert self.state((True, 0), None) is State.STALE

    def test_without_any_check_it_is_not_yet(self):
        assert self.state() is State.NOT_YET

    def test_a_part_that_is_not_built_leaves_it_not_yet_although_checks_succeed(self):
        assert self.state((True, 0), number="P13") is State.NOT_YET

    def test_a_breach_shows_although_a_part_is_not_built(self):
        assert self.state((False, 0), number="P13") is State.BROKEN

    def test_the_newest_result_counts(self):
        assert self.state((False, 1)) is State.BROKEN
        assert self.state((True, 0)) is State.KEPT  # of the same check, after the breach

    def test_a_statement_makes_it_attested_and_goes_stale(self):
        stated = check(kind=Kind.ATTESTED, fresh_for=timedelta(days=400))
        with only(stated):
            assert evidence.board()[0].state is State.STALE
            ada = factories.create_member("ada@example.com", "Ada")
            row = evidence.attest_now(check_name=stated.name, basis="The register.", by=ada)
            assert evidence.board()[0].state is State.ATTESTED
            later = row.at + timedelta(days=401)
            assert evidence.board(later)[0].state is State.STALE
            evidence.attest_now(check_name=stated.name, basis="It ended.", by=ada, is_kept=False)
            assert evidence.board()[0].state is State.BROKEN


class StartTestCase(TestCase):
    """The sites as `prepare --demo` makes them."""

    def test_they_keep_every_promise(self):
        for _, load in (*NEEDED, *INVENTED):
            load()
        assert broken_promises() == {}


class RunTestCase(ProvenTestCase):
    """A run stores evidence, and nothing else."""

    def test_a_result_holds_check_time_version_and_figures(self):
        def run():
            yield Figure("Requests", 7, count=6)

        with self.settings(CODE_VERSION="build-7"):
            row = evidence.run(check(run))
        assert row.is_kept
        assert row.code_version == "build-7"
        assert row.figures[0]["count"] == 6

    def test_what_is_wrong_is_kept_without_addresses(self):
        row = evidence.run(check(lambda: ["nora@example.com wrote from 203.0.113.7"]))
        assert not row.is_kept
        assert row.problems == ["[email] wrote from [ip]"]

    def test_a_check_that_fails_proves_nothing(self):
        def run():
            raise ZeroDivisionError

        row = evidence.run(check(run))
        assert not row.is_kept
        assert "ZeroDivisionError" in row.problems[0]

    def test_evidence_is_never_changed(self):
        row = evidence.run(check())
        with self.assertRaises(TypeError):
            row.save()
        with self.assertRaises(DatabaseError), transaction.atomic():
            Evidence.objects.update(is_kept=False)
        evidence.attest_now(check_name="P02:certificates_are_real", basis="x", by=None)
        with self.assertRaises(DatabaseError), transaction.atomic():
            Attestation.objects.update(basis="y")

    def test_a_whole_run_finds_all_kept_and_leaves_only_evidence(self):
        assert self.broken() == {}
        before = self.counts()
        results = evidence.run_all()
        after = self.counts()
        assert len(results) > 60
        changed = {name for name in after if after[name] != before[name]}
        assert changed == {"promises_evidence"}

    def test_the_worker_runs_it_daily(self):
        duty = periodic_tasks["promises.tasks.check_promises"]
        assert duty.every == timedelta(days=1)
        with only(check()):
            duty.run()
        assert Evidence.objects.count() == 1

    def counts(self):
        with connection.cursor() as cursor:
            found = {}
            for model in apps.get_models(include_auto_created=True):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT COUNT(*) FROM {table}")
                found[model._meta.db_table] = cursor.fetchone()[0]
        return found


class CommandTestCase(ProvenTestCase):
    def run_command(self, *names):
        out = StringIO()
        call_command("check_promises", *names, stdout=out)
        return out.getvalue()

    def test_it_prints_each_promise_with_its_checks(self):
        with only(check(), check(number="P30", name="y")):
            said = self.run_command()
        assert "P01  kept      Five websites" in said
        assert "P30  kept" in said
        assert "P28  not yet" in said
        assert "2 checks" in said

    def test_it_exits_with_1_and_says_what_is_wrong(self):
        with only(check(lambda: ["A site is missing."])), self.assertRaises(CommandError) as raised:
            self.run_command("p01")
        assert raised.exception.returncode == 1
        assert str(raised.exception) == "Broken: P01"

    def test_an_unknown_promise_is_refused(self):
        with self.assertRaises(CommandError) as raised:
            self.run_command("P99")
        assert raised.exception.returncode == 2


class FigureTestCase(SimpleTestCase):
    def test_counts_under_five_are_not_told(self):
        assert Figure("x", 4, count=3).for_public == "fewer than 5 so far"
        assert Figure("x", 4, days=9).for_public == "fewer than 5 so far"
        assert Figure("x", 9, count=4).for_public == "fewer than 5 of 9"
        assert Figure("x", 1234, count=1230).for_public == "1,230 of 1,234"
        assert Figure("x", 5, days=1).for_public == "1 day"
        assert Figure("x", 9, count=4).for_staff == "4 of 9"
