"""The faults: killed web workers and drainers, a stopped database, a mail server that refuses."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.postgresql import as_postgres, find_binaries

POLL = 0.01  # seconds
HANGS_FOR = 20.0  # seconds, longer than the sender waits


class Database:
    """A cluster of tests.postgresql, stopped as by a power cut and started again."""

    def __init__(self, url: str) -> None:
        self._folder = parse_qs(urlsplit(url).query)["host"][0]
        data = f"{self._folder}/data"
        self._control = as_postgres(f"{find_binaries()}/pg_ctl", "-D", data, "-w", "-s")
        self._options = f"-k {self._folder} -c listen_addresses='' -c max_connections=200"

    def stop(self) -> None:
        self._run("-m", "immediate", "stop")

    def start(self) -> None:
        self._run("-l", f"{self._folder}/log", "-o", self._options, "start")

    def _run(self, *arguments: str) -> None:
        subprocess.run([*self._control, *arguments], cwd=self._folder, check=True)


class PostOffice:
    """A handler of aiosmtpd that counts letters by recipient; `mode` is open, refuse or hang."""

    def __init__(self) -> None:
        self.mode = "open"
        self.letters: Counter[str] = Counter()

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.mode == "hang":
            await asyncio.sleep(HANGS_FOR)
        if self.mode != "open":
            return "451 Try again later"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.update(envelope.rcpt_tos)
        return "250 OK"


class Killer(threading.Thread):
    """Kills one web worker of the gunicorn `master` every `every` seconds."""

    def __init__(self, master: int, every: float) -> None:
        super().__init__()
        self._children = Path(f"/proc/{master}/task/{master}/children")
        self._every = every
        self._is_over = threading.Event()
        self.killed = 0

    def run(self) -> None:
        while not self._is_over.wait(self._every):
            workers = self._children.read_text().split()
            if workers:
                os.kill(int(random.choice(workers)), signal.SIGKILL)
                self.killed += 1

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def kill_drainer(spool: Path, env: Mapping[str, str]) -> bool:
    """Start a drainer and kill it in the middle; return False if the spool was empty first."""
    before = waiting(spool)
    command = [sys.executable, "manage.py", "drain_spool"]
    drainer = subprocess.Popen(
        command, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    enough = random.randint(1, 5)
    while drainer.poll() is None and before - waiting(spool) < enough:
        time.sleep(POLL)
    is_killed = drainer.poll() is None
    drainer.kill()
    drainer.wait()
    return is_killed


def waiting(spool: Path) -> int:
    """Return the number of inquiries in the spool."""
    return len(list(spool.glob("*.sealed")))
