"""How long something takes, compared with something else in the same run.

No test compares with seconds: what is quick on one machine is slow on a busier one.
"""

import time
from collections.abc import Callable


def cpu_seconds(act: Callable[[], object]) -> float:
    """Return the processor time of this process that `act` takes."""
    started = time.process_time()
    act()
    return time.process_time() - started


def seconds(act: Callable[[], object]) -> float:
    """Return the time that `act` takes, waiting for the database included."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def times(act: Callable[[], object], baseline: Callable[[], object]) -> float:
    """Return how many times the processor time of `baseline` `act` takes.

    The baseline runs before and after it, so that a machine that slows down slows both.
    """
    before = cpu_seconds(baseline)
    taken = cpu_seconds(act)
    return taken / max(before, cpu_seconds(baseline))
