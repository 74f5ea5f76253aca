"""A web process stays small, however large the video that a guest sends (P28)."""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from media.video import tools
from tests.conftest import leave_out
from tests.testimonials.films import film
from tests.web_server import WebServer, serving

HOST = "www.contactatonce.com"
MOST_GROWTH = 20_000_000
CHUNK = b"\0" * 2**20
GIVE = """
from tests.testimonials.factories import create_given
from tests import factories
from contactatonce.brands.models import Brand
from testimonials.links import guest_path
bob = factories.create_staff("bob@example.com", "Bob", role="Editor")
brand = Brand.objects.get(host="www.contactatonce.com")
print(guest_path(create_given(brand=brand, by=bob, kind="video"), "files"))
"""


@pytest.fixture
def server(tmp_path) -> Iterator[tuple[WebServer, str]]:
    """A gunicorn with one worker, and the path of a page that takes files."""
    if not tools.is_available():
        leave_out("ffmpeg (Debian: ffmpeg)")
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "TMPDIR": str(tmp_path)}
    run(tmp_path, environment, "prepare")
    path = run(tmp_path, environment, "shell", "-c", GIVE).split()[-1]
    with serving(tmp_path, **environment) as server:
        yield server, path


def run(folder: Path, environment: dict[str, str], *command: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"VAR": str(folder)} | environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def worker_of(server: WebServer) -> int:
    pid = server.process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def most_memory(pid: int) -> int:
    """Return the bytes of memory that a process had at most since `forget`."""
    status = Path(f"/proc/{pid}/status").read_text()
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def forget(pid: int) -> None:
    """Let the peak of a process begin now (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def send(server: WebServer, path: str, size: int) -> int:
    """Send a video of about `size` bytes in pieces, and return the status."""
    padding = size // len(CHUNK)
    start = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
        + film()
        + struct.pack(">I4s", 8 + padding * len(CHUNK), b"free")
    )
    end = b'\r\n--b\r\nContent-Disposition: form-data; name="sent"\r\n\r\nx\r\n--b--\r\n'
    length = len(start) + padding * len(CHUNK) + len(end)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as connection:
        connection.sendall(head.encode() + start)
        for _ in range(padding):
            connection.sendall(CHUNK)
        connection.sendall(end)
        return int(connection.recv(65536).split()[1])


@pytest.mark.parametrize(
    "size", [60_000_000, pytest.param(298_000_000, marks=pytest.mark.slow)], ids=["60", "298"]
)
def test_a_web_process_grows_by_20_mb_at_most(server, size):
    web, path = server
    assert send(web, path, 1_000_000) == 303  # loads what the view needs
    worker = worker_of(web)
    forget(worker)
    before = most_memory(worker)
    assert send(web, path, size) == 303
    assert most_memory(worker) - before <= MOST_GROWTH
