"""nginx with deploy/nginx.conf, in front of a web server on loopback."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.jobs.processes import until
from tests.running import accepts, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
HOST = "www.contactatonce.com"
MAIN = """
{user} daemon off; pid {folder}/pid; worker_processes 1; error_log {folder}/start.log crit;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types; access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {ours}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """The ports of a running nginx."""

    plain_port: int
    tls_port: int


@contextmanager
def proxying(folder: Path, port: int, *, seconds_cached: int = 1) -> Iterator[Proxy]:
    """Start nginx on free ports in front of `port`, with VAR and its own files in `folder`."""
    proxy = Proxy(free_port(), free_port())
    process = start_nginx(folder, proxy, port, seconds_cached)
    try:
        until(lambda: accepts(proxy.tls_port) or process.poll() is not None)
        assert process.poll() is None, (folder / "start.log").read_text()
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=30)


def start_nginx(
    folder: Path, proxy: Proxy, port: int, seconds_cached: int
) -> subprocess.Popen[bytes]:
    """Start nginx with deploy/nginx.conf, changed where it says so."""
    certificate, key = make_certificate(folder, [HOST])
    ours = (Path(__file__).parent.parent / "deploy" / "nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{proxy.plain_port};",
        "listen 443 ssl": f"listen 127.0.0.1:{proxy.tls_port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
        "/etc/ssl/contactatonce/fullchain.pem": str(certificate),
        "/etc/ssl/contactatonce/privkey.pem": str(key),
        "/var/cache/nginx/contactatonce": str(folder / "cache"),
        "/var/lib/contactatonce": str(folder),
        "/var/log/nginx/error.log": str(folder / "error.log"),
        "proxy_cache_valid 200 1s": f"proxy_cache_valid 200 {seconds_cached}s",
    }
    for old, new in changes.items():
        assert old in ours, old
        ours = ours.replace(old, new)
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # else nobody, who may not read the folder
    file.write_text(MAIN.format(user=user, folder=folder, ours=ours))
    return subprocess.Popen([NGINX, "-c", file, "-p", folder], stderr=subprocess.DEVNULL)


def make_certificate(folder: Path, hosts: Iterable[str]) -> tuple[Path, Path]:
    """Write a certificate for `hosts` that no one else trusts; return it and its key."""
    certificate, key = folder / "certificate.pem", folder / "certificate.key"
    names = ",".join(f"DNS:{host}" for host in hosts)
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=test", "-addext", f"subjectAltName={names}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    command = ["openssl", "req", "-x509", *made, *named, *files]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
