import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from contactatonce.accounts import demo
from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.lib.supervisor import Supervisor

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
        ended = Supervisor(commands).run(look=once(lambda: accepts(port), self.introduce))
        if ended:
            raise CommandError("The {} ended with exit code {}; all is stopped.".format(*ended))

    def introduce(self) -> None:
        """Print where everything is."""
        staff = User.objects.filter(email__in=[email for email, _, _ in demo.STAFF])
        corporate = f"http://{HOST}:{settings.LOCAL_PORT}"
        lines = [(brand.name, f"{brand.origin}/") for brand in Brand.objects.all()]
        lines += [("Admin", f"{corporate}/admin/"), ("Mail sent so far", f"{corporate}/dev/mail/")]
        lines += [
            (" and ".join(group.name for group in user.groups.all()), user.email)
            for user in staff.prefetch_related("groups").order_by("pk")
        ]
        if staff:
            lines.append(("Password of all five", demo.PASSWORD))
        width = max(len(name) for name, _ in lines) + 2
        self.stdout.write("\n".join(f"  {name:{width}}{value}" for name, value in lines))
        self.stdout.write("\nReady. Ctrl-C stops web server and worker.")
        self.stdout.flush()  # a pipe would show it at the end only


def accepts(port: int) -> bool:
    """Tell whether something answers on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def once(is_time: Callable[[], bool], act: Callable[[], None]) -> Callable[[], None]:
    """Return a function that calls `act` the first time that `is_time` says so."""
    waiting = [act]

    def look() -> None:
        if waiting and is_time():
            waiting.pop()()

    return look
