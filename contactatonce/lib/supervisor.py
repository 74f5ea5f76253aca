"""Runs several long-lived commands as one: they start together and none outlives the others."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_STOP = 10.0
SECONDS_BETWEEN_LOOKS = 0.1


class Supervisor:
    """Starts named commands, each in a process group of its own, and stops all of them together."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._is_stopping = False

    def run(self, look: Callable[[], object] = lambda: None) -> tuple[str, int] | None:
        """Run until a signal comes (None) or a command ends (its name and exit code).

        `look` is called every tenth of a second meanwhile. When this returns, every process that
        was started has ended; what does not stop within ten seconds is killed.
        """
        before = {number: signal.signal(number, self._stop) for number in STOP_SIGNALS}
        try:
            for name, command in self._commands.items():
                self._running[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603
            while not self._is_stopping:
                for name, process in self._running.items():
                    if process.poll() is not None:
                        return name, process.returncode
                look()
                time.sleep(SECONDS_BETWEEN_LOOKS)
            return None
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True

    def _end_all(self) -> None:
        self._signal_all(signal.SIGTERM)
        limit = time.monotonic() + SECONDS_TO_STOP
        for process in self._running.values():
            try:
                process.wait(timeout=max(0.0, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                break
        self._signal_all(signal.SIGKILL)  # whatever is left of each group
        for process in self._running.values():
            process.wait()

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running.values():
            try:
                os.killpg(process.pid, number)
            except ProcessLookupError:
                continue
