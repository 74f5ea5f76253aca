"""`make chaos`: inquiries are sent while everything around them is killed, and none is lost."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.postgresql import cluster
from tests.running import free_port
from tools.bench import servers

from .balance import UNCERTAIN, UNSETTLED, Store, faults
from .faults import Database, Killer, PostOffice, kill_drainer, waiting
from .visitors import Visitors

SECONDS_TO_SETTLE = 900.0


@dataclass(frozen=True)
class Plan:
    """What is done to the site; all times are in seconds."""

    submissions: int = 12_000
    clients: int = 16
    seconds: float = 420.0  # over which they are spread
    kill_every: float = 2.0
    outages: tuple[tuple[float, float], ...] = ((20, 40), (100, 120), (270, 30), (340, 40))
    drainers: int = 20
    mail_turn: float = 15.0  # how long the mail server refuses, hangs and works in turn


@contextmanager
def site(plan: Plan, folder: Path, url: str, post_office: int) -> Iterator[tuple[int, int]]:
    """Serve the sites and work on their jobs; yield the port and gunicorn's process id."""
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{post_office}", "EMAIL_TIMEOUT": "2"}
    env = environment(url, folder, **mail)
    servers.python("manage.py", "prepare", "--verbosity", "0", env=env)
    servers.python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", env=env)
    servers.python("-m", "tools.bench.mint", str(plan.submissions), f"{folder}/forms", env=env)
    pid = folder / "pid"
    with ExitStack() as stack:
        origin = stack.enter_context(
            servers.gunicorn(
                "contactatonce.wsgi", env, "--pid", str(pid), "--log-level", "critical"
            )
        )
        servers.get(f"{origin}/contact/")  # the last known sites are on disk now
        for queue in ("mail", "default"):
            stack.enter_context(worker(queue, env))
        yield int(origin.rpartition(":")[2]), int(pid.read_text())


@contextmanager
def worker(queue: str, env: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "manage.py", "worker", "--interval", "0.2", "--queue", queue]
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    quiet = {"LOG_LEVEL": "CRITICAL", "DJANGO_SETTINGS_MODULE": "contactatonce.settings"}
    return servers.environment(url, folder, **quiet, **more)


def run(plan: Plan) -> list[str]:
    """Carry out the plan and return what does not add up; print the figures."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    with ExitStack() as stack:
        stack.callback(controller.stop)
        url = stack.enter_context(cluster(durable=True))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(site(plan, folder, url, controller.port))
        return bring_about(plan, folder, url, office, server)


def bring_about(
    plan: Plan, folder: Path, url: str, office: PostOffice, server: tuple[int, int]
) -> list[str]:
    bodies = (folder / "forms").read_text().splitlines()
    visitors = Visitors(server[0], bodies, count=plan.clients, seconds=plan.seconds)
    killer = Killer(server[1], plan.kill_every)
    is_over = threading.Event()
    moods = threading.Thread(target=change_mood, args=(office, plan.mail_turn, is_over))
    began = time.monotonic()
    for thread in (visitors, killer, moods):
        thread.start()
    drainers = cut_power(plan, folder, url)
    visitors.join()
    killer.stop()
    is_over.set()
    moods.join()
    sent_for = time.monotonic() - began
    store = Store(url)
    settle(store, folder / "spool")
    receipts = visitors.receipts
    print(
        f"{len(bodies)} inquiries in {sent_for:.0f} s, settled after "
        f"{time.monotonic() - began:.0f} s: {killer.killed} web workers and {drainers} drainers "
        f"killed, {len(plan.outages)} power cuts of the database. {receipts.refused} attempts "
        f"answered 503, {receipts.cut} cut off; the slowest receipt took {receipts.slowest:.1f} s. "
        f"{sum(office.letters.values())} letters, {store.number(UNCERTAIN)} jobs with an unknown "
        "outcome."
    )
    return list(faults(store, receipts.references, office.letters))


def cut_power(plan: Plan, folder: Path, url: str) -> int:
    """Stop the database at its times; kill drainers after each start. Return how many."""
    database, began, killed = Database(url), time.monotonic(), 0
    env = environment(url, folder)
    for turn, (at, seconds) in enumerate(plan.outages, start=1):
        time.sleep(max(0.0, began + at - time.monotonic()))
        database.stop()
        time.sleep(seconds)
        database.start()
        while waiting(folder / "spool") and killed < plan.drainers * turn / len(plan.outages):
            killed += kill_drainer(folder / "spool", env)
        servers.python("manage.py", "drain_spool", "--verbosity", "0", env=env)
    return killed


def change_mood(office: PostOffice, seconds: float, is_over: threading.Event) -> None:
    """Let the mail server work, refuse and hang in turn; work in the end."""
    moods = ("open", "refuse", "open", "hang")
    turn = 0
    while not is_over.wait(seconds):
        turn += 1
        office.mode = moods[turn % len(moods)]
    office.mode = "open"


def settle(store: Store, spool: Path) -> None:
    """Wait until the spool is empty and every job about an inquiry is done."""
    limit = time.monotonic() + SECONDS_TO_SETTLE
    while waiting(spool) or store.number(UNSETTLED):
        if time.monotonic() > limit:
            raise SystemExit("The site did not settle in time.")
        store.hurry()
        time.sleep(0.5)


if __name__ == "__main__":
    found = run(Plan())
    print("\n".join(found) or "Nothing was lost, doubled or half stored.")
    sys.exit(bool(found))
