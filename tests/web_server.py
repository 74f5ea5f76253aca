"""Gunicorn as production configures it, as a process of its own on a free port."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.jobs.processes import until
from tests.running import accepts, free_port

OPTIONS = ["-c", "python:contactatonce.gunicorn", "-k", "gthread", "--threads", "4"]


class WebServer:
    """One gunicorn, its port and its log."""

    def __init__(self, folder: Path, workers: int, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.log = folder / "log"
        bind = ["--workers", str(workers), "--bind", f"127.0.0.1:{self.port}"]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *OPTIONS, *bind, "contactatonce.wsgi"],
                cwd=settings.BASE_DIR,
                env=os.environ | {"VAR": str(folder), "HOME": str(folder)} | environment,
                stdout=log,
                stderr=log,
            )

    def send(self, request: bytes) -> bytes:
        """Send `request` on a connection of its own and return all that comes back."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request)
            while part := connection.recv(65536):
                answer += part
        return answer


@contextmanager
def serving(folder: Path, *, workers: int = 1, **environment: str) -> Iterator[WebServer]:
    """Start gunicorn with its data in `folder`, and stop it at the end."""
    server = WebServer(folder, workers, environment)
    try:
        until(lambda: accepts(server.port))
        yield server
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=60)
