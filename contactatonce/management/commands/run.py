import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from contactatonce.accounts import demo
from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Prepare this machine's database, then run web server and worker until Ctrl-C."""

    help = "Development: prepare the database and run web server and worker together."

    def handle(self, **options: Any) -> None:
        if settings.LOCAL_PORT is None:
            raise CommandError("Only with ENVIRONMENT=development; see docs/operations.md.")
        port = settings.LOCAL_PORT
        if accepts(port):
            raise CommandError(f"Port {port} is taken; choose another: make run PORT={port + 1}")
        call_command("prepare", demo=True, stdout=self.stdout)
        self.stdout.flush()
        os.environ |= {"DJANGO_RUNSERVER_HIDE_WARNING": "true", "PYTHONUNBUFFERED": "1"}
        manage = [sys.executable, sys.argv[0]]
        commands = {
            "web server": [*manage, "runserver", "--nostatic", f"{HOST}:{port}"],
            "worker": [*manage, "worker", "--reload"],
        }
        try:
            ended = run_together(commands, port=port, when_ready=self.introduce)
        except KeyboardInterrupt:
            return
        raise CommandError(f"The {ended} ended, so everything was stopped.")

    def introduce(self) -> None:
        """Print the sites' URLs and the demo accounts."""
        staff = User.objects.filter(email__in=[email for email, _, _ in demo.STAFF])
        corporate = f"http://{HOST}:{settings.LOCAL_PORT}"
        lines = [(brand.name, f"{brand.origin}/") for brand in Brand.objects.all()]
        lines += [("Admin", f"{corporate}/admin/"), ("Mail sent so far", f"{corporate}/dev/mail/")]
        lines += [
            (" and ".join(group.name for group in user.groups.all()), user.email)
            for user in staff.prefetch_related("groups").order_by("pk")
        ]
        if staff:
            lines.append(("Password of all", demo.PASSWORD))
        width = max(len(name) for name, _ in lines) + 2
        self.stdout.write("\n".join(f"  {name:{width}}{value}" for name, value in lines))
        self.stdout.write("\nReady. Ctrl-C stops web server and worker.")
        self.stdout.flush()  # else a pipe shows it only at the end


def accepts(port: int) -> bool:
    """Return whether a server accepts connections on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def run_together(
    commands: Mapping[str, Sequence[str]], *, port: int, when_ready: Callable[[], None]
) -> str:
    """Run `commands` until one ends, stop the others and return the name of the one that ended.

    `when_ready` is called once `port` answers. SIGINT and SIGTERM stop all of them as well:
    Django's reloader kills its child when it is terminated.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job begins without
    running: dict[str, subprocess.Popen[bytes]] = {}
    is_ready = False
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(command)  # noqa: S603  our own commands
        while True:
            for name, process in running.items():
                if process.poll() is not None:
                    return name
            if not is_ready and accepts(port):
                is_ready = True
                when_ready()
            time.sleep(0.1)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait()
