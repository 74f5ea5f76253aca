"""A reload of the web server (HUP) loses no request."""

import signal
import threading

import pytest

from contactatonce import gunicorn
from tests.jobs.processes import until
from tests.web_server import WebServer, serving

CLIENTS = 16
BODY = b"message=" + b"x" * 1000
POST = b"POST /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
WORKERS = 2
BOOTED = "Booting worker"


class Load:
    """Clients that POST as fast as they get answers, each time on a new connection."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.is_over = threading.Event()
        self.answered: list[bytes] = []
        self.lost: list[str] = []
        self.threads = [threading.Thread(target=self.send) for _ in range(CLIENTS)]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def send(self) -> None:
        while not self.is_over.is_set():
            try:
                self.answered.append(self.server.send(POST % (len(BODY), BODY)).split(b"\r\n")[0])
            except OSError as error:
                self.lost.append(type(error).__name__)


def reload_under_load(server: WebServer, times: int) -> Load:
    """Send HUP `times` times while clients send, each time when the workers before have started."""
    with Load(server) as load:
        for turn in range(1, times + 1):
            until(lambda: len(load.answered) > 100 * turn)  # noqa: B023  called in this turn
            server.process.send_signal(signal.SIGHUP)
            started = WORKERS * (turn + 1)
            until(lambda: server.log.read_text().count(BOOTED) >= started)  # noqa: B023
        until(lambda: len(load.answered) > 100 * (times + 2))
    return load


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_no_post_is_lost_while_the_server_reloads(tmp_path, times):
    with serving(tmp_path, workers=WORKERS, DATABASE_URL=f"sqlite:///{tmp_path}/none") as server:
        load = reload_under_load(server, times)
    assert load.lost == []
    assert set(load.answered) == {b"HTTP/1.1 405 Method Not Allowed"}


def test_idle_connections_outlive_those_of_the_proxy():
    assert gunicorn.keepalive > 60  # seconds, nginx's keepalive_timeout for upstreams
