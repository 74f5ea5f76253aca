"""The cost of a page for a first-time visitor, measured by what a browser loads."""

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Response

KB = 1024
LIMITS = {"document": 20, "stylesheet": 14, "script": 8, "font": 60}  # KB, packed as gzip packs
MOST_KB = 300
MOST_REQUESTS = 15
PACKED_ALREADY = ("font/", "image/avif", "image/webp", "image/jpeg", "image/png", "video/")


@dataclass
class Visit:
    """The bytes by kind, hosts and cookies that one page loaded."""

    url: str
    sizes: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    hosts: set[str] = field(default_factory=set)
    cookies: int = 0

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def note(self, response: Response) -> None:
        """Count one answer, as large as it travels."""
        address = urlsplit(response.url)
        if address.scheme not in {"http", "https"}:
            return
        self.requests += 1
        self.hosts.add(address.netloc)
        body = (
            b""
            if response.status in {204, 304} or 300 <= response.status < 400
            else response.body()
        )
        kind = response.request.resource_type
        is_packed = response.headers.get("content-type", "").startswith(PACKED_ALREADY)
        size = len(body) if is_packed else len(gzip.compress(body))
        self.sizes[kind] = self.sizes.get(kind, 0) + size

    def excesses(self) -> list[str]:
        """Return what is over its limit, in words; nothing where all is well."""
        own = urlsplit(self.url).netloc
        kinds = [(kind, self.sizes.get(kind, 0), limit) for kind, limit in LIMITS.items()]
        found = [
            f"{name} {size / KB:.1f} KB > {limit}"
            for name, size, limit in (*kinds, ("all", self.total, MOST_KB))
            if size > limit * KB
        ]
        if self.requests > MOST_REQUESTS:
            found.append(f"{self.requests} requests > {MOST_REQUESTS}")
        if self.cookies:
            found.append(f"{self.cookies} cookies")
        return found + [f"another host: {host}" for host in sorted(self.hosts - {own})]

    def __str__(self) -> str:
        parts = ", ".join(f"{kind} {size / KB:.1f}" for kind, size in sorted(self.sizes.items()))
        return f"{self.total / KB:.0f} KB in {self.requests} requests ({parts})"


def visit(context: BrowserContext, url: str) -> Visit:
    """Open `url` in a context that has seen nothing yet, scroll to its end, and weigh it."""
    found = Visit(url)
    responses: list[Response] = []
    page = context.new_page()
    page.on("response", lambda response: responses.append(response))
    page.goto(url, wait_until="networkidle")
    page.keyboard.press("End")  # what is loaded lazily counts, too
    page.wait_for_load_state("networkidle")
    for response in responses:
        found.note(response)
    found.cookies = len(context.cookies())
    page.close()
    return found
