"""The load: wrk, written in C, so that the server is measured and not the load itself."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CLIENTS = 16
VISITOR = ("-H", "Host: www.contactatonce.com", "-H", "X-Forwarded-Proto: https")
ROW = "{:28}{:>7}{:>5}{:>9}{:>9}{:>9}{:>7}{:>9}{:>7}"
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Reading:
    """One round: answers per second, and milliseconds within which half and 99 % of them came."""

    per_second: float
    p50: float
    p99: float
    answers: int


def find_wrk() -> str:
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("The benchmark needs wrk (Debian: apt-get install wrk).")
    return program


def measure(url: str, *, seconds: int, bodies: Path | None = None, byte_range: str = "") -> Reading:
    """Ask `url` with 16 clients for `seconds`, or send each line of `bodies` to it once at most.

    With `byte_range`, ask for those bytes alone.

    Raises SystemExit if any answer was an error: a rate of errors is no rate.
    """
    command = [find_wrk(), "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    if bodies is None:
        command += [*VISITOR, *(("-H", f"Range: bytes={byte_range}") if byte_range else ()), url]
    else:
        script = Path(__file__).with_name("post.lua")
        command += ["-s", str(script), url, "--", str(bodies)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"{url} did not answer every request well:\n{output}")
    return Reading(
        per_second=float(found(r"Requests/sec:\s+([\d.]+)", output)[1]),
        p50=milliseconds("50%", output),
        p99=milliseconds("99%", output),
        answers=int(found(r"(\d+) requests in", output)[1]),
    )


def milliseconds(percentile: str, output: str) -> float:
    value = found(rf"{percentile}\s+([\d.]+)(us|ms|s|m)\b", output)
    return float(value[1]) * UNITS[value[2]]


def found(pattern: str, output: str) -> re.Match[str]:
    match = re.search(pattern, output)
    if match is None:
        raise SystemExit(f"wrk printed no {pattern}:\n{output}")
    return match
