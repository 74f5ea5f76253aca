"""Real worker processes on the test's database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

WORKER = [sys.executable, "manage.py", "worker", "--skip-checks", "--interval", "0.05"]
PATIENCE = 120.0  # seconds; a machine that is busy with other tests starts processes slowly


def database_url() -> str:
    """Return the DATABASE_URL of the test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    return f"postgres://{database['USER']}@/{database['NAME']}?host={host}"


def start(*options: str) -> subprocess.Popen[bytes]:
    """Start a worker that knows the jobs of tests/jobs/sample.py."""
    environment = os.environ | {"DATABASE_URL": database_url(), "VAR": str(settings.VAR)}
    return subprocess.Popen(
        [*WORKER, *options], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE
    )


def until(is_so: Callable[[], object], *, patience: float = PATIENCE) -> None:
    """Wait until `is_so()`, and fail after `patience` seconds."""
    limit = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > limit:
            raise AssertionError("it did not happen in time")
        time.sleep(0.02)


def make_pipe(path: Path) -> Path:
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    return path
