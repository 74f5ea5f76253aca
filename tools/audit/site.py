"""The five sites as production serves them, on this machine, with demo content.

Real hosts and HTTPS: gunicorn ends TLS with a certificate of its own, and browsers are told that
every host is here. What a proxy would do besides is to compress, which tools.audit.settings adds.
"""

import http.client
import os
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.chromium import QUIET
from tests.proxy import make_certificate
from tools.bench.servers import PRODUCTION, gunicorn

SITES = tomllib.loads(Path("content/sites.toml").read_text(encoding="utf-8"))["sites"]
HOSTS = {site["slug"]: site["host"] for site in SITES}


@dataclass(frozen=True)
class Served:
    """Sites that answer on one port of this machine, whatever their hosts."""

    port: int

    @property
    def browser_arguments(self) -> list[str]:
        """What makes Chromium find every host here, and none anywhere else."""
        return [
            *QUIET,
            "--ignore-certificate-errors",
            f"--host-resolver-rules={', '.join(self.resolver_rules)}",
        ]

    @property
    def resolver_rules(self) -> list[str]:
        ours = [f"MAP {host} 127.0.0.1:{self.port}" for host in HOSTS.values()]
        return [*ours, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]

    def get(self, url: str) -> tuple[int, str, bytes]:
        """Return status, content type and body of `url`."""
        address = urlsplit(url)
        insecure = ssl.create_default_context()
        insecure.check_hostname, insecure.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=insecure
        )
        path = address.path + (f"?{address.query}" if address.query else "")
        connection.request("GET", path or "/", headers={"Host": address.netloc})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers.get("Content-Type", ""), body


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Prepare the demo content in `folder`, serve the five sites, and stop at the end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    shared = {**kept, "DATABASE_URL": f"sqlite:///{folder}/audit.sqlite3", "VAR": str(folder)}
    demo = {**shared, "ENVIRONMENT": "development"}
    production = {**shared, **PRODUCTION, "ALLOWED_HOSTS": ",".join(HOSTS.values())}
    production["TRUSTED_PROXIES"] = "0"
    for command, env in (
        (["prepare", "--demo", "--verbosity", "0"], demo),
        (["worker", "--once"], demo),  # renders the pictures
        (["collectstatic", "--no-input", "--verbosity", "0"], production),
    ):
        subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
    certificate, key = make_certificate(folder, HOSTS.values())
    tls = ["--certfile", str(certificate), "--keyfile", str(key)]
    env = production | {"DJANGO_SETTINGS_MODULE": "tools.audit.settings"}
    with gunicorn("contactatonce.wsgi", env, *tls) as address:
        yield Served(int(address.rpartition(":")[2]))
