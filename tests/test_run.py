"""`make run` from outside: two processes that start, answer, load once and end together."""

import signal
import socket
import threading

import pytest

from contactatonce.brands.sites import SITES
from contactatonce.pages import demo
from tests.running import Run, free_port, kill_all, processes_on

pytestmark = pytest.mark.once


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
