"""The web server writes the same log as the sites: JSON that identifies no one."""

import json
import os
import signal
import socket
import subprocess
import sys

from django.conf import settings

from tests.jobs.processes import until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def send(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(65536)


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_gunicorn_logs_json_without_addresses_or_requests(tmp_path):
    port = free_port()
    options = ["-c", "python:contactatonce.gunicorn", "--bind", f"127.0.0.1:{port}"]
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "contactatonce.wsgi"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/none"},
            stdout=log,
            stderr=log,
        )
        try:
            until(lambda: accepts(port))
            assert b"200 OK" in send(port, b"GET /healthz?token=abc123 HTTP/1.1\r\nHost: x\r\n\r\n")
            long = b"GET /healthz?q=" + 8000 * b"a" + b" HTTP/1.1\r\nHost: x\r\n\r\n"
            assert b"200 OK" in send(port, long)
            assert b" 400 " in send(port, b"GET / nora@example.com\r\n\r\n")
            assert b" 503 " in send(port, b"GET /readyz HTTP/1.0\r\n\r\n")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    text = (tmp_path / "log").read_text()
    events = [json.loads(line)["event"] for line in text.splitlines()]
    assert any("Invalid request from ip=[ip]" in event for event in events)
    assert any("The cache does not answer" in event for event in events)
    for trace in ("127.0.0.1", "nora", "healthz", "abc123"):
        assert trace not in text.replace(f"http://127.0.0.1:{port}", "")
