"""Check every promise of the policy now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from promises import services as evidence
from promises.models import Evidence
from promises.registry import PROMISES
from promises.services import PromiseStatus, State


class Command(BaseCommand):
    help = "Run the checks of all promises, keep the results, and exit with 1 if one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("promises", nargs="*", help="Only these, such as P07 P30.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [name.upper() for name in options["promises"]]
        if unknown := sorted(set(wanted) - set(PROMISES)):
            raise CommandError(f"There is no promise {', '.join(unknown)}.", returncode=2)
        results = {result.check_name: result for result in evidence.run_all(wanted)}
        shown = [each for each in evidence.board() if not wanted or each.promise.number in wanted]
        for status in shown:
            self._show(status, results)
        broken = [each.promise.number for each in shown if each.state is State.BROKEN]
        seconds = sum(result.milliseconds for result in results.values()) / 1000
        self.stdout.write(f"\n{len(results)} checks in {seconds:.1f} s")
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}", returncode=1)

    def _show(self, status: PromiseStatus, results: dict[str, Evidence]) -> None:
        """Print one promise with its checks and their problems."""
        mark = self.style.ERROR if status.state is State.BROKEN else str
        promise = status.promise
        self.stdout.write(f"{promise.number}  {mark(status.state.value.ljust(8))}  {promise.title}")
        for proof in status.proofs:
            result = results.get(proof.check.name)
            took = f"{result.milliseconds} ms" if result else "by hand"
            name = proof.check.name.partition(":")[2]
            self.stdout.write(f"       {proof.state.value.ljust(8)}  {name} ({took})")
            if result:
                for problem in result.problems:
                    self.stdout.write(f"         - {problem}")
