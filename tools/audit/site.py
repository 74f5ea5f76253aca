"""The five sites as production serves them, on this machine, with demo content.

Real hosts and HTTPS: gunicorn ends TLS with a certificate of its own, and browsers are told that
every host is here. What a proxy would do besides is to compress, which tools.audit.wsgi does.
"""

import datetime
import http.client
import os
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.browser.chromium import QUIET
from tools.bench.servers import PRODUCTION, free_port, wait_for

SITES = tomllib.loads(Path("content/sites.toml").read_text(encoding="utf-8"))["sites"]
HOSTS = {site["slug"]: site["host"] for site in SITES}
OPTIONS = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--log-level", "error"]


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
    certificate, key = write_certificate(folder)
    port = free_port()
    tls = ["--certfile", str(certificate), "--keyfile", str(key), "--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *OPTIONS, *tls, "tools.audit.wsgi"]
    with ExitStack() as stack:
        process = subprocess.Popen(command, env=production)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        wait_for(port, process)
        yield Served(port)


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for the five hosts that nobody else trusts; return it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "audit")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS.values()])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "audit.crt", folder / "audit.key"
    pem = serialization.Encoding.PEM
    paths[0].write_bytes(certificate.public_bytes(pem))
    paths[1].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
