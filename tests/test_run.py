"""`make run` from outside: two processes that start, answer, load once and end together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from contactatonce.brands.sites import SITES
from contactatonce.pages import demo

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """One `manage.py run` on a data folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.port = port
        keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env=keep | {"ENVIRONMENT": "development", "VAR": str(var), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

    def read(self, until: str = "") -> str:
        """Return the output up to the line that begins with `until`, or all of it."""
        for line in self.process.stdout:
            self.lines.append(line)
            if until and line.startswith(until):
                break
        return "".join(self.lines)

    def get(self, path: str, host: str) -> tuple[int, str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Host": f"{host}:{self.port}"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        self.read()
        return self.process.wait(timeout=30)


@pytest.fixture
def start(tmp_path):
    started: list[Run] = []

    def begin(port: int) -> Run:
        started.append(Run(tmp_path / "var", port))
        return started[-1]

    watchdog = threading.Timer(60, kill_all, [tmp_path / "var"])
    watchdog.start()
    yield begin
    watchdog.cancel()
    kill_all(tmp_path / "var")
    for run in started:
        run.process.wait()
        run.process.stdout.close()


def processes_on(var: Path) -> dict[int, str]:
    """Return ids and command lines of the processes that work on the data folder `var`."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR={var}\0".encode() in (folder / "environ").read_bytes():
                command = (folder / "cmdline").read_bytes()
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def kill_all(var: Path, what: str = "") -> None:
    """Kill the processes on `var` that have `what` in their command line."""
    for pid, command in processes_on(var).items():
        if what in command:
            os.kill(pid, signal.SIGKILL)


def test_it_serves_five_sites_and_leaves_no_process_behind(start, tmp_path):
    run = start(free_port())
    output = run.read(until="Ready")
    assert "Ready" in output, output
    for site in SITES:
        status, page = run.get("/", f"{site['slug']}.localhost")
        assert status == 200
        assert site["name"] in page
    assert f"http://autodealerchat.localhost:{run.port}/" in output
    assert f"http://127.0.0.1:{run.port}/admin/" in output
    assert demo.PASSWORD in output
    assert run.get("/dev/mail/", "localhost")[0] == 200
    assert any("worker" in command for command in processes_on(tmp_path / "var").values())
    assert run.stop() == 0
    assert processes_on(tmp_path / "var") == {}


def test_a_second_start_loads_nothing_again(start):
    port = free_port()
    first = start(port)
    assert "Loaded the five sites." in first.read(until="Ready")
    assert first.stop(signal.SIGTERM) == 0
    second = start(port)
    assert "Loaded" not in second.read(until="Ready")
    assert second.stop() == 0


def test_it_ends_when_the_worker_dies(start, tmp_path):
    run = start(free_port())
    run.read(until="Ready")
    kill_all(tmp_path / "var", "manage.py worker")
    assert "The worker ended" in run.read()
    assert run.process.wait(timeout=30) == 1
    assert processes_on(tmp_path / "var") == {}


def test_a_taken_port_is_named_before_anything_is_loaded(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        run = start(other.getsockname()[1])
        assert "is taken; choose another: make run PORT=" in run.read()
        assert run.process.wait(timeout=30) == 1
    assert not (tmp_path / "var" / "db.sqlite3").exists()
