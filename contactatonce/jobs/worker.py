"""The worker: run jobs one by one, enqueue periodic tasks, free the jobs of dead workers."""

import logging
import signal
import time
from collections.abc import Callable, Collection
from types import FrameType

from django.db import Error, close_old_connections, connection
from django.utils.crypto import get_random_string

from . import schedule, services
from .registry import gates

logger = logging.getLogger(__name__)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
SECONDS_BETWEEN_ROUNDS = 5.0
TRIES_TO_SETTLE = 300


class JobWorker:
    """Runs jobs of `queues` (all if empty) one at a time until stopped, or until idle.

    The first signal lets the running job end, the second returns it to the queue. The worker waits
    for a database that does not answer.
    """

    def __init__(
        self, *, queues: Collection[str] = (), interval: float = 1.0, until_idle: bool = False
    ) -> None:
        self.id = get_random_string(16)
        self._queues = queues
        self.running = True
        self._interval = interval
        self._until_idle = until_idle
        self._is_resting = False
        self._last_round = float("-inf")

    def listen_to_signals(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: stop after the running job, at once if there is none."""
        if not self.running or self._is_resting:
            raise SystemExit(0 if self.running else 1)
        self.running = False
        logger.info("The worker stops when its job is done")

    def run(self) -> None:
        """Work until stopped; with `until_idle`, until nothing is due."""
        logger.info("The worker %s starts", self.id)
        while self.running:
            try:
                has_worked = self.step()
            except Error as error:
                if self._until_idle:
                    raise
                logger.error("The database does not answer (%s)", type(error).__name__)
                has_worked = False
            if not has_worked and self._until_idle:
                return
            if not has_worked and self.running:
                self.rest()

    def step(self) -> bool:
        """Enqueue the periodic tasks that are due, then run one job; False if none."""
        drop_stale_connections()
        if not all(is_open() for is_open in gates):
            return False
        if time.monotonic() - self._last_round >= SECONDS_BETWEEN_ROUNDS:
            self._last_round = time.monotonic()
            services.reap()
            services.bring_forward()
            schedule.enqueue_due()
        result = services.claim_next(self.id, self._queues)
        if result is not None:
            self.perform(result)
        return result is not None

    def perform(self, result: services.Result) -> None:
        """Run one job and record its outcome; its retry policy decides after a failure."""
        token = services.current_job.set(result.pk)
        try:
            call = result.task_result
            result.task.call(*call.args, **call.kwargs)
        except BaseException as error:
            drop_stale_connections()
            if isinstance(error, KeyboardInterrupt) or not (
                self.running or isinstance(error, Exception)
            ):
                services.hand_back(result)
                raise
            failure = error
            self.settle(lambda: services.settle_failure(result, failure))
        else:
            self.settle(lambda: services.settle_success(result))
        finally:
            services.current_job.reset(token)

    def settle(self, record: Callable[[], None]) -> None:
        """Record an outcome; wait while the database is away, or the job would run twice."""
        for _ in range(TRIES_TO_SETTLE):
            try:
                return record()
            except Error as error:
                if self._until_idle or not self.running:
                    raise
                logger.error("An outcome waits for the database (%s)", type(error).__name__)
                drop_stale_connections()
                time.sleep(self._interval)
        return record()

    def rest(self) -> None:
        """Sleep between two checks of the queue; a signal ends it at once."""
        self._is_resting = True
        time.sleep(self._interval)
        self._is_resting = False


def drop_stale_connections() -> None:
    """Close broken and old connections; one inside a transaction belongs to a test."""
    if not connection.in_atomic_block:
        close_old_connections()
