"""deploy/nginx.conf, in front of gunicorn on loopback."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from privacy import secret_links
from tests.conftest import leave_out
from tests.proxy import HOST, NGINX, proxying
from tests.web_server import WebServer, serving

DEPLOY = settings.BASE_DIR / "deploy"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "deploy-" + "0123456789" * 6,
    "ALLOWED_HOSTS": HOST,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "hello@contactatonce.com",
    "TRUSTED_PROXIES": "1",
    "SIGN_IN_ORIGIN": "https://www.contactatonce.com",
    "DJANGO_SETTINGS_MODULE": "tests.range_settings",
}
CLIP = bytes(range(256)) * 1000
CLIP_URL = "/testimonials/files/clip.mp4"

LENGTH = str(22 * 2**20)
TOO_LARGE = (
    f"POST /contact/contact/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
    f"Content-Length: {LENGTH}\r\n\r\n"
)


@dataclass
class Site:
    """nginx with our configuration, and gunicorn behind it."""

    folder: Path
    gunicorn: WebServer
    plain_port: int
    tls_port: int

    def connect(self) -> ssl.SSLSocket:
        context = ssl._create_unverified_context()  # noqa: S323  a certificate made for this test
        plain = socket.create_connection(("127.0.0.1", self.tls_port), timeout=30)
        return context.wrap_socket(plain, server_hostname=HOST)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return self.ask(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n{lines}\r\n")

    def ask(self, request: str) -> tuple[int, dict[str, str], bytes]:
        with self.connect() as connection:
            connection.sendall(request.encode())
            return read_answer(connection)


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (lower case) and body of what the server sends until it closes."""
    answer = b""
    while part := connection.recv(65536):
        answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    if NGINX is None:
        leave_out("nginx (Debian: nginx-light)")
    folder = tmp_path_factory.mktemp("deploy")
    database = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", **PRODUCTION}
    for command in (["prepare"], ["collectstatic", "--no-input"]):
        manage(folder, database, *command)
    with (
        serving(folder, workers=2, X_ACCEL_LOCATION="/internal/", **database) as gunicorn,
        proxying(folder, gunicorn.port, seconds_cached=60) as proxy,  # a busy machine needs one
    ):
        yield Site(folder, gunicorn, proxy.plain_port, proxy.tls_port)


def manage(folder: Path, environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"VAR": str(folder)} | environment,
        check=True,
        capture_output=True,
    )


def test_page_is_served_over_tls_and_compressed(site):
    status, headers, body = site.get("/", **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert body[:2] == b"\x1f\x8b" or b"\x1f\x8b" in body[:16]
    assert "max-age=" in headers["strict-transport-security"]


def test_plain_http_is_sent_to_https(site):
    request = urllib.request.Request(f"http://127.0.0.1:{site.plain_port}/about/?a=1")
    request.add_header("Host", HOST)
    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as error:
        opener.open(request, timeout=30)
    assert error.value.headers["Location"] == f"https://{HOST}/about/?a=1"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def test_slow_clients_hold_no_thread_of_a_web_process(site):
    head = f"POST /contact/contact/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5000\r\n\r\nm"
    slow = [site.connect() for _ in range(3 * 2 * 4)]
    try:
        for connection in slow:
            connection.sendall(head.encode())
        assert site.get("/healthz")[0] == 200
        assert site.get("/search/?q=chat")[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_larger_body_is_refused_before_it_is_sent(site):
    assert site.ask(TOO_LARGE)[0] == 413


def test_only_the_page_for_videos_takes_a_large_body(site):
    token = secret_links.token("forged", uuid.uuid4())
    request = TOO_LARGE.replace("/contact/contact/", f"/testimonials/yours/{token}/files/")
    assert site.ask(request.replace("files/", "words/"))[0] == 413
    for other in ("forged", token[:-1], f"{token}A", token.replace("B1a", "B1b", 1)):
        assert site.ask(request.replace(token, other))[0] == 413, other
    status, _, body = site.ask(request.replace(LENGTH, str(302 * 2**20)))
    assert (status, b"300 MB is the most" in body) == (413, True)
    assert site.ask(request + "x" * int(LENGTH))[0] == 404, "our own page for a forged link"


def test_few_large_bodies_at_a_time_come_from_one_address():
    conf = (DEPLOY / "nginx.conf").read_text()
    page = conf.partition('location ~ "^/testimonials/yours/')[2].partition("    }")[0]
    assert "limit_conn uploads 3;" in page
    assert "limit_conn connections 200;" in page  # a limit here replaces those of the server
    assert "limit_conn_zone $binary_remote_addr zone=uploads:1m;" in conf


def test_static_files_of_every_release_come_from_the_disk(site):
    other = site.folder / "static" / "css" / "site.0123456789ab.css"
    other.write_text("body { color: red }")
    status, headers, body = site.get("/static/css/site.0123456789ab.css")
    assert (status, body) == (200, b"body { color: red }")
    assert "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert site.get("/static/staticfiles.json")[0] == 404
    assert site.get("/static/../db.sqlite3")[0] in (400, 404)


def test_pictures_come_from_the_disk(site):
    picture = site.folder / "media" / "pictures" / "1" / "0123456789abcdef-480.avif"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    status, headers, body = site.get("/media/pictures/1/0123456789abcdef-480.avif")
    assert (status, headers["content-type"], body) == (200, "image/avif", b"picture")
    private = site.folder / "originals" / "private"
    private.parent.mkdir()
    private.write_bytes(b"secret")
    for path in ("/originals/private", "/media/../originals/private", "/db.sqlite3"):
        status, _, body = site.get(path)
        assert status >= 300 and b"secret" not in body and b"SQLite" not in body, path


@pytest.fixture
def clip(site) -> Path:
    file = site.folder / "testimonials" / "a b" / "clip.mp4"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(CLIP)
    return file


def test_nginx_sends_a_range_of_a_private_file(site, clip):
    status, headers, body = site.get(CLIP_URL, Range="bytes=1000-1009")
    assert (status, body) == (206, CLIP[1000:1010])
    assert headers["content-range"] == f"bytes 1000-1009/{len(CLIP)}"
    assert headers["content-type"] == "video/mp4"
    assert headers["cache-control"] == "private, max-age=30, must-revalidate"
    assert headers["x-content-type-options"] == "nosniff"
    assert site.get(CLIP_URL, Range=f"bytes={len(CLIP)}-")[0] == 416
    assert site.get(CLIP_URL, **{"If-None-Match": headers["etag"]})[0] == 304
    assert site.get(CLIP_URL)[2] == CLIP
    assert "x-robots-tag" not in headers
    assert site.get(f"{CLIP_URL}?secret=1")[1]["x-robots-tag"] == "noindex"


def test_private_file_has_no_url_of_its_own(site, clip):
    for path in ("/internal/testimonials/a%20b/clip.mp4", "/testimonials/a%20b/clip.mp4"):
        status, _, body = site.get(path)
        assert status == 404 and CLIP[:256] not in body, path


def test_removed_file_is_404_at_once(site, clip):
    assert site.get(CLIP_URL)[0] == 200
    clip.unlink()
    assert site.get(CLIP_URL)[0] == 404


def test_gunicorn_sends_ranges_itself_through_nginx(site, clip):
    database = {"DATABASE_URL": f"sqlite:///{site.folder}/db.sqlite3", **PRODUCTION}
    (site.folder / "direct").mkdir()
    with (
        serving(site.folder / "direct", VAR=str(site.folder), **database) as gunicorn,
        proxying(site.folder / "direct", gunicorn.port) as proxy,
    ):
        direct = Site(site.folder, gunicorn, proxy.plain_port, proxy.tls_port)
        for asked, expected in (
            ("bytes=1000-1009", CLIP[1000:1010]),
            ("bytes=-70000", CLIP[-70000:]),
        ):
            status, headers, body = direct.get(CLIP_URL, Range=asked)
            assert (status, body) == (206, expected)
            assert headers["content-length"] == str(len(expected))
        assert direct.get(CLIP_URL)[2] == CLIP


def test_header_with_an_underscore_changes_no_page(site):
    _, _, usual = site.get("/about/")
    status, _, body = site.get("/about/", SCRIPT_NAME="/about", Cookie="a=b")
    assert (status, body) == (200, usual)


def test_micro_cache_keeps_pages_and_no_form(site):
    forms = [site.get("/contact/")[2] for _ in range(2)]
    tokens = {re.search(rb'name="form_token" value="([^"]+)"', form)[1] for form in forms}
    assert len(tokens) == 2
    assert site.get("/about/")[0] == 200
    stopped = [site.gunicorn.process.pid, *children(site.gunicorn.process.pid)]
    try:
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        assert site.get("/about/")[0] == 200, "from the cache: no web process can answer"
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_no_log_of_nginx_names_a_visitor(site):
    site.get("/nothing/")
    site.ask(TOO_LARGE)  # nginx logs this one as an error, with the IP address
    logs = [log.read_text() for log in site.folder.glob("*.log")]
    assert logs, "nginx opened its logs"
    assert "127.0.0.1" not in "".join(logs)
