"""`manage.py run` as a process of its own, on a free port and a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(port: int) -> bool:
    """Return whether a server accepts connections on `port` of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Run:
    """One `manage.py run` on a data folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var
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
