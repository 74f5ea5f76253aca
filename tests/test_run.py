"""`make run` from outside: two processes that start, answer, load once and end together."""

import signal
import socket
import threading
from types import SimpleNamespace

import pytest

from contactatonce.accounts import demo
from tests.base import SITES
from tests.running import Run, free_port, kill_all, processes_on

pytestmark = pytest.mark.once
LONGEST = 400  # seconds for all of this file, on a machine that has much else to do


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Start `manage.py run` on a data folder; whatever still works on it at the end is killed."""
    root = tmp_path_factory.mktemp("run")
    started: list[Run] = []

    def begin(folder: str, port: int) -> Run:
        started.append(Run(root / folder, port))
        return started[-1]

    def end_all() -> None:
        for run in started:
            kill_all(run.var)

    watchdog = threading.Timer(LONGEST, end_all)
    watchdog.start()
    yield begin
    watchdog.cancel()
    end_all()
    for run in started:
        run.process.wait()
        run.process.stdout.close()


@pytest.fixture(scope="module")
def first(start):
    """The first start: what it prints and serves, and what is left after Ctrl-C."""
    run = start("var", free_port())
    output = run.read(until="Ready")
    assert "Ready" in output, output
    return SimpleNamespace(
        port=run.port,
        output=output,
        pages={site["name"]: run.get("/", f"{site['slug']}.localhost") for site in SITES},
        mailbox=run.get("/dev/mail/", "localhost")[0],
        commands=list(processes_on(run.var).values()),
        ended=run.stop(),
        left=processes_on(run.var),
    )


def test_it_serves_five_sites_and_leaves_no_process_behind(first):
    assert len(first.pages) == len(SITES)
    for name, (status, page) in first.pages.items():
        assert status == 200
        assert name in page
    assert f"http://autodealerchat.localhost:{first.port}/" in first.output
    assert f"http://127.0.0.1:{first.port}/admin/" in first.output
    assert demo.PASSWORD in first.output
    assert first.mailbox == 200
    assert any("worker" in command for command in first.commands)
    assert first.ended == 0
    assert first.left == {}


def test_a_second_start_loads_nothing_again_and_ends_by_a_signal(start, first):
    assert "Loaded the sites." in first.output
    second = start("var", first.port)
    assert "Loaded" not in second.read(until="Ready")
    assert second.stop(signal.SIGTERM) == 0


def test_it_ends_when_the_worker_dies(start, first):
    run = start("var", free_port())
    run.read(until="Ready")
    kill_all(run.var, "manage.py worker")
    assert "The worker ended" in run.read()
    assert run.process.wait(timeout=30) == 1
    assert processes_on(run.var) == {}


def test_a_taken_port_is_named_before_anything_is_loaded(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        run = start("untouched", other.getsockname()[1])
        assert "is taken; choose another: make run PORT=" in run.read()
        assert run.process.wait(timeout=30) == 1
    assert not (run.var / "db.sqlite3").exists()
