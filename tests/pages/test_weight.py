"""The cost of a first visit: kilobytes, requests, hosts."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest

from contactatonce.brands.sites import load_sites
from pages.seed import load_pages
from tests.base import HOSTS, SITES

H = "{http://www.w3.org/1999/xhtml}"
KB = 1024


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class FirstVisit:
    """All that a browser loads for a home page, by address, compressed as a server sends it."""

    def __init__(self, client, host: str) -> None:
        self.client, self.host = client, host
        self.sizes: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        page = self.load("/").decode()
        for node in html5lib.parse(page).iter():
            names_only = node.get("rel") in {"canonical", "alternate"}
            loads = node.tag in {f"{H}{tag}" for tag in ("link", "img", "script", "source")}
            address = node.get("href") or node.get("src")
            if loads and address and not names_only and address not in self.sizes:
                sheet = self.load(address)
                if self.kinds[address].startswith("text/css"):
                    for font in re.findall(rb'url\("?([^")]+)"?\)', sheet):
                        self.load(urljoin(address, font.decode()))

    def load(self, address: str) -> bytes:
        assert not urlsplit(address).netloc, f"{address} is on another host"
        response = self.client.get(address, headers={"host": self.host})
        assert response.status_code == 200, address
        body = content(response)
        self.kinds[address] = response["Content-Type"]
        packed = not address.endswith((".woff2", ".ico"))
        self.sizes[address] = len(gzip.compress(body)) if packed else len(body)
        return body

    def of_kind(self, kind: str) -> int:
        return sum(
            size for address, size in self.sizes.items() if self.kinds[address].startswith(kind)
        )


@pytest.fixture
def installed(db):
    load_sites()
    load_pages()


def test_a_home_page_is_light_and_takes_few_requests(client, installed):
    for host in HOSTS:
        visit = FirstVisit(client, host)
        assert visit.of_kind("text/html") <= 20 * KB, host
        assert 1 * KB < visit.of_kind("text/css") <= 14 * KB, host
        assert visit.of_kind("text/javascript") == 0, host
        assert 20 * KB < visit.of_kind("font/") <= 60 * KB, host
        assert sum(visit.sizes.values()) <= 300 * KB, host
        assert 4 <= len(visit.sizes) <= 15, host


def test_each_site_has_an_icon_in_its_own_color(client, installed):
    for site in SITES:
        icon = client.get("/favicon.svg", headers={"host": site["host"]})
        assert icon["Content-Type"] == "image/svg+xml"
        assert site["accent"] in icon.content.decode()


def test_crawlers_are_kept_out_of_the_back_office_only(client, installed):
    response = client.get("/robots.txt", headers={"host": HOSTS[0]})
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode()
    assert "Disallow: /\n" not in response.content.decode()
