"""Every address that the sites tell search engines about."""

import re
from xml.etree import ElementTree

from .site import HOSTS, Served

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
NAMED = re.compile(r"^sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def addresses(site: Served) -> list[str]:
    """Return the pages of all sitemaps that the sites' robots.txt name, each once, in order."""
    found: dict[str, None] = {}
    for host in HOSTS.values():
        robots = fetch(site, f"https://{host}/robots.txt")
        named = NAMED.findall(robots) or [f"https://{host}/sitemap.xml"]
        for sitemap in named:
            found |= dict.fromkeys(pages_of(site, sitemap))
    return list(found)


def pages_of(site: Served, sitemap: str) -> list[str]:
    """Return the pages that a sitemap lists, those of the sitemaps that an index lists included."""
    # Our own file from our own server; nobody else can write into it.
    root = ElementTree.fromstring(fetch(site, sitemap))  # noqa: S314  our own sitemap
    located = [str(node.text).strip() for node in root.iter(LOCATION)]
    if root.tag.endswith("sitemapindex"):
        return [page for part in located for page in pages_of(site, part)]
    return located


def fetch(site: Served, url: str) -> str:
    status, _, body = site.get(url)
    if status != 200:
        raise SystemExit(f"{url} answers {status}.")
    return body.decode()
