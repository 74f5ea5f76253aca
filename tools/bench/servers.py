"""The two servers under measure, both gunicorn with the same options on the same database."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.running import accepts, free_port

OPTIONS = "-c python:contactatonce.gunicorn --workers 2 -k gthread --threads 4"
KEY = "only-for-the-benchmark-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": KEY,
    "SUPPRESSION_KEY": KEY[::-1],
    "ALLOWED_HOSTS": "www.contactatonce.com",
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "DEFAULT_FROM_EMAIL": "hello@example.com",
    "SIGN_IN_ORIGIN": "https://www.contactatonce.com",
    "TRUSTED_PROXIES": "1",
    "INQUIRY_RATE": "1000000/h",
    "COMMENTS_CLOSE_AFTER_DAYS": "0",  # the form is part of a post's page
    "LOG_LEVEL": "ERROR",
}


def environment(database_url: str, var: Path, **more: str) -> dict[str, str]:
    """Return production's environment for the benchmark, with this process's PATH and HOME."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, **PRODUCTION, "DATABASE_URL": database_url, "VAR": str(var), **more}


def python(*arguments: str, env: Mapping[str, str]) -> None:
    """Run Python with `arguments` and raise CalledProcessError if it fails."""
    subprocess.run([sys.executable, *arguments], env=env, check=True)


@contextmanager
def gunicorn(application: str, env: Mapping[str, str], *more: str) -> Iterator[str]:
    """Serve `application`, with `more` options, and yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *OPTIONS.split(), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "warning", *more, application], env=env)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < limit:
        if accepts(port):
            return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


def get(url: str) -> bytes:
    """Return the page at `url` as a visitor behind the proxy gets it; an error raises HTTPError."""
    request = urllib.request.Request(  # noqa: S310  a loopback URL
        url, headers={"Host": "www.contactatonce.com", "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  a loopback URL
        if response.geturl() != url:
            raise SystemExit(f"{url} leads to {response.geturl()}")
        return bytes(response.read())
