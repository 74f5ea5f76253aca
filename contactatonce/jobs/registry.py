"""Declare jobs: `@job()` for work that may fail, `@periodic()` for work that recurs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django_tasks import task
from django_tasks.base import Task


class GiveUp(Exception):
    """Raise it in a job that no retry can help; the message holds ids only."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often a failing job is tried, the delay between attempts, and how long one may take.

    A job that runs for longer than `lease` counts as lost with its worker and is started again,
    perhaps beside itself: split a job that could take that long into steps.
    """

    attempts: int = 12
    first_delay: timedelta = timedelta(seconds=15)
    longest_delay: timedelta = timedelta(hours=2)
    lease: timedelta = timedelta(minutes=15)

    def delay_after(self, attempt: int) -> timedelta:
        """Return the delay after the `attempt`-th failure: doubled each time, capped."""
        doublings: int = min(attempt - 1, 20)
        return min(self.first_delay * (1 << doublings), self.longest_delay)


# For a job whose function is not in this code: a newer worker may know it.
UNKNOWN = RetryPolicy(attempts=5)


@dataclass(frozen=True)
class PeriodicTask:
    """A function that runs as a job every `every`."""

    name: str
    every: timedelta
    run: Callable[[], object]


class Queue(StrEnum):
    """What a worker can be limited to, so that a mail server that hangs holds up no other work."""

    DEFAULT = "default"
    MAIL = "mail"


# Of the jobs that are due, a worker takes the one with the highest number first: someone waits for
# a mail, no one for a periodic task.
PRIORITIES = {Queue.MAIL: 10, Queue.DEFAULT: 0}

policies: dict[str, RetryPolicy] = {}
periodic_tasks: dict[str, PeriodicTask] = {}
# While one of these returns False, workers take no job and enqueue no periodic task.
gates: list[Callable[[], bool]] = []
# What /statusz reports by name besides the checks of this app; False means that it needs attention.
status_checks: dict[str, Callable[[], bool]] = {}


def job(
    policy: RetryPolicy | None = None, *, queue: Queue = Queue.DEFAULT
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a module-level function a job: idempotent, with ids as its only arguments."""

    def decorate(function: Callable[..., Any]) -> Task[..., Any]:
        policies[f"{function.__module__}.{function.__qualname__}"] = policy or RetryPolicy()
        return task(queue_name=queue, priority=PRIORITIES[queue])(function)

    return decorate


def policy_of(task_path: str) -> RetryPolicy:
    return policies.get(task_path, UNKNOWN)


def periodic(*, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function as a job every `every`, once however many workers there are."""

    def decorate(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        periodic_tasks[name] = PeriodicTask(name, every, function)
        return function

    return decorate
