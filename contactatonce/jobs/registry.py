"""How a job is declared: `@job()` for work that may fail, `@periodic()` for what recurs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task
from django_tasks.base import Task


class GiveUp(Exception):
    """Raised by a job that no retry can help; its message carries ids only."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often a failing job is tried, and how long it waits in between."""

    attempts: int = 12
    first_delay: timedelta = timedelta(seconds=15)
    longest_delay: timedelta = timedelta(hours=2)

    def delay_after(self, attempt: int) -> timedelta:
        """Return the wait after the `attempt`-th failure: doubled each time, capped."""
        return min(self.first_delay * 2 ** min(attempt - 1, 20), self.longest_delay)


@dataclass(frozen=True)
class PeriodicDuty:
    """A function that the worker calls every so often."""

    name: str
    every: timedelta
    run: Callable[[], object]


policies: dict[str, RetryPolicy] = {}
duties: dict[str, PeriodicDuty] = {}


def job(policy: RetryPolicy | None = None) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a module-level function a job: idempotent, with ids as its only arguments."""

    def decorate(function: Callable[..., Any]) -> Task[..., Any]:
        policies[f"{function.__module__}.{function.__qualname__}"] = policy or RetryPolicy()
        return task()(function)

    return decorate


def periodic(*, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have the worker call a function every `every`; one worker at a time does."""

    def decorate(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        duties[name] = PeriodicDuty(name, every, function)
        return function

    return decorate
