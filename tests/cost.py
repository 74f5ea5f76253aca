"""Durations compared with each other in the same run.

No test compares with seconds: what is quick on one machine is slow on a busier one.
"""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PROSE = ("Plain words, and **more** of them.\n\n" * 600)[:20_000]  # what costs are compared with
# Times the cost of as much prose. Hostile texts cost up to 10; one that is read in quadratic time
# costs hundreds.
MOST_TIMES = 40


def cpu_seconds(act: Callable[[], object]) -> float:
    """Return the processor time of this process that `act` takes."""
    started = time.process_time()
    act()
    return time.process_time() - started


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """Return what `act` returns and the seconds that it takes, the database's work included."""
    started = time.perf_counter()
    result = act()
    return result, time.perf_counter() - started


def times(act: Callable[[], object], baseline: Callable[[], object]) -> float:
    """Return how many times the processor time of `baseline` `act` takes.

    The baseline runs before and after it, so that a machine that slows down slows both.
    """
    before = cpu_seconds(baseline)
    taken = cpu_seconds(act)
    return taken / max(before, cpu_seconds(baseline))
