"""Jobs for real workers; they leave their traces in files below settings.VAR."""

import signal
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from contactatonce.jobs.registry import GiveUp, Queue, RetryPolicy, job
from contactatonce.jobs.services import once

THREE = RetryPolicy(attempts=3, first_delay=timedelta(minutes=1), longest_delay=timedelta(hours=1))


def folder() -> Path:
    return Path(settings.VAR)


def write(line: object) -> None:
    """Append a line to the trace in one write, so that two processes do not mix."""
    with open(folder() / "done", "ab", buffering=0) as done:
        done.write(f"{line}\n".encode())


def done() -> list[str]:
    file = folder() / "done"
    return file.read_text().split() if file.exists() else []


@job(THREE)
def note(number: int) -> str:
    write(number)
    return "nora@example.com"


@job(THREE, queue=Queue.MAIL)
def letter(number: int) -> None:
    write(number)


@job(THREE)
def fail(number: int) -> None:
    write(number)
    raise ValueError(" ".join(["no mail for", "nora@example.com", "+1 866 358 3880"]))


@job()
def give_up(number: int) -> None:
    raise GiveUp(f"Nothing to do for {number}")


@job(THREE)
def leave() -> None:
    sys.exit(3)


@job(THREE)
def hang() -> None:
    write("hangs")
    signal.pause()


@job(THREE)
def wait_for_word() -> None:
    """End when the test writes to the pipe `word`."""
    write("waits")
    (folder() / "word").read_text()
    write("ended")


@job(THREE)
def hand_over(how: str) -> None:
    """An effect outside the database that works, fails, or is interrupted."""
    with once("hand-over") as is_to_do:
        if is_to_do:
            write(f"{how}s")
            if how == "fail":
                raise ConnectionError
            if how == "hang":
                signal.pause()


@job(THREE)
def be_interrupted(how: str) -> None:
    """Raise what a signal raises, on the first attempt."""
    write(how)
    if len(done()) == 1:
        raise {"ctrl-c": KeyboardInterrupt, "second-signal": SystemExit}[how]
