"""Commands that run as one: none outlives the others."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from contactatonce.lib import supervisor
from contactatonce.lib.supervisor import Supervisor

# Writes its process id and that of a child of its own, then waits.
pytestmark = pytest.mark.once

PARENT = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
file = pathlib.Path(sys.argv[1])
file.with_suffix(".part").write_text(f"{os.getpid()} {child.pid}")
file.with_suffix(".part").rename(file)
time.sleep(60)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + PARENT


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried yet (state Z) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def assert_all_ended(file: Path) -> None:
    pids = [int(pid) for pid in file.read_text().split()]
    limit = time.monotonic() + 5
    while any(map(is_alive, pids)) and time.monotonic() < limit:
        os.sched_yield()
    assert [pid for pid in pids if is_alive(pid)] == []


def test_when_one_command_ends_the_others_and_their_children_are_stopped(tmp_path):
    file = tmp_path / "pids"
    wait = "import pathlib, sys\nwhile not pathlib.Path(sys.argv[1]).exists(): pass\nsys.exit(3)"
    commands = {"long": python(PARENT, file), "short": python(wait, file)}
    assert Supervisor(commands).run() == ("short", 3)
    assert_all_ended(file)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_commands(tmp_path, number):
    file = tmp_path / "pids"

    def signal_once_started():
        if file.exists():
            signal.raise_signal(number)

    assert Supervisor({"long": python(PARENT, file)}).run(look=signal_once_started) is None
    assert_all_ended(file)


def test_what_ignores_the_request_to_stop_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "SECONDS_TO_STOP", 0.2)
    file = tmp_path / "pids"

    def stop_once_started():
        if file.exists():
            signal.raise_signal(signal.SIGTERM)

    Supervisor({"stubborn": python(STUBBORN, file)}).run(look=stop_once_started)
    assert_all_ended(file)


def test_a_command_that_cannot_start_stops_the_others(tmp_path):
    file = tmp_path / "pids"
    commands = {"long": python(PARENT, file), "missing": [str(tmp_path / "no-such-program")]}
    started = threading.active_count()
    with pytest.raises(FileNotFoundError):
        Supervisor(commands).run()
    assert threading.active_count() == started


def test_the_signal_handlers_of_before_are_put_back():
    before = signal.getsignal(signal.SIGINT)
    Supervisor({"short": python("")}).run()
    assert signal.getsignal(signal.SIGINT) is before
