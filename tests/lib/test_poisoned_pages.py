"""No header of one visitor's request changes the page that the next visitor gets."""

import re
import tempfile
from pathlib import Path

import allauth
import csp
import django
import gunicorn
import whitenoise
from django.conf import settings
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from privacy.seed import load_documents
from tests.jobs.processes import database_url
from tests.web_server import WebServer, serving

HOST = "www.contactatonce.com"
PAGE = "/privacy/"
CREDENTIALS = {"Cookie", "Authorization"}  # such a visitor gets a page of their own; tested apart
BY_EACH_REQUEST = re.compile(rb"(?m)^(Date): .*$")
NAMES_IN_META = re.compile(r"\bHTTP_([A-Z][A-Z_]+)\b")
NAMES_OF_HEADERS = re.compile(r"""headers(?:\.get\(|\[)["']([\w-]+)["']""")
# PEP 3333, CGI (RFC 3875), mod_rewrite, and what proxies and frameworks read elsewhere.
KNOWN = """
SCRIPT_NAME PATH_INFO SCRIPT_URL REDIRECT_URL REQUEST_METHOD REQUEST_URI QUERY_STRING RAW_URI
REMOTE_ADDR REMOTE_USER REMOTE_HOST SERVER_NAME SERVER_PORT SERVER_PROTOCOL CONTENT_TYPE HTTPS
HTTP_HOST HTTP_COOKIE wsgi.url_scheme Accept Accept-Encoding Accept-Language Connection
Content-Type Date Expect Forwarded Front-End-Https From If-Match If-Modified-Since If-None-Match
If-Range If-Unmodified-Since Origin Pragma Cache-Control Proxy Range Referer Sec-Fetch-Site TE
Trailer Upgrade User-Agent Via X-Forwarded-For X-Forwarded-Host X-Forwarded-Port X-Forwarded-Prefix
X-Forwarded-Proto X-Forwarded-Protocol X-Forwarded-Server X-Forwarded-Ssl X-Host X-Http-Method
X-Http-Method-Override X-Method-Override X-Original-Host X-Original-Url X-Real-Ip X-Requested-With
X-Rewrite-Url X-Script-Name X-Url-Scheme X-Wap-Profile
"""
VALUES = (PAGE.rstrip("/"), "/contact", "evil.example", "https", "0")


def named_in_source() -> set[str]:
    """Return every header that the code of the server, Django or the sites names."""
    packages = (allauth, csp, django, gunicorn, whitenoise)
    folders = [Path(package.__file__).parent for package in packages]
    folders += [Path(settings.BASE_DIR) / "contactatonce", Path(settings.BASE_DIR) / "blog"]
    names: set[str] = set()
    for file in (file for folder in folders for file in folder.rglob("*.py")):
        text = file.read_text(errors="replace")
        names |= {name.replace("_", "-") for name in NAMES_IN_META.findall(text)}
        names |= set(NAMES_OF_HEADERS.findall(text))
    return {name.title() for name in names}


def request(query: str, *headers: str) -> bytes:
    lines = [f"GET {PAGE}?{query} HTTP/1.1", f"Host: {HOST}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


class PoisonedPagesTestCase(TransactionTestCase):
    """A real gunicorn, which decides itself about many headers."""

    def answer(self, server: WebServer, query: str, *headers: str) -> bytes:
        return BY_EACH_REQUEST.sub(b"", server.send(request(query, *headers)))

    def test_no_header_changes_the_page_of_the_next_visitor(self):
        load_sites()
        load_documents()
        headers = sorted({*named_in_source(), *KNOWN.split()} - CREDENTIALS - {"Host"})
        assert len(headers) > 80
        environment = {"DATABASE_URL": database_url(), "PAGE_CACHE_SECONDS": "600"}
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(Path(folder), TRUSTED_PROXIES="1", **environment) as server,
        ):
            clean = self.answer(server, "clean")
            assert clean.startswith(b"HTTP/1.1 200 ")
            assert clean == self.answer(server, "clean")
            for number, header in enumerate(headers):
                with self.subTest(header):
                    for value in VALUES:
                        self.answer(server, str(number), f"{header}: {value}")
                    assert self.answer(server, str(number)) == clean
