"""Visitors who send a form until they get a receipt, and open it."""

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

HEADERS = {
    "Host": "www.contactatonce.com",
    "Content-Type": "application/x-www-form-urlencoded",
    "Origin": "https://www.contactatonce.com",
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": "chaos",
    "Accept": "text/html",
    "X-Forwarded-Proto": "https",
}
SECONDS_BETWEEN_ATTEMPTS = 0.5


@dataclass
class Receipts:
    """What the visitors saw: the reference of each form by its number, and refused attempts."""

    references: dict[int, str] = field(default_factory=dict)
    refused: int = 0
    cut: int = 0
    slowest: float = 0.0


class Visitors:
    """`count` threads that share the forms of `bodies` and spread them over `seconds`."""

    def __init__(self, port: int, bodies: list[str], *, count: int, seconds: float) -> None:
        self.port = port
        self.receipts = Receipts()
        self._bodies = bodies
        self._pause = seconds / len(bodies)
        self._lock = threading.Lock()
        self._next = 0
        self._started_at = time.monotonic()
        self._threads = [threading.Thread(target=self._work) for _ in range(count)]

    def start(self) -> None:
        self._started_at = time.monotonic()
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number >= len(self._bodies):
                return
            time.sleep(max(0.0, self._started_at + number * self._pause - time.monotonic()))
            began = time.monotonic()
            where = self._insist(number, "POST", "/contact/contact/", self._bodies[number], 303)
            self._insist(number, "GET", where, "", 200)
            with self._lock:
                reference = where.split("/")[3].split(":")[0]
                self.receipts.references[number] = reference
                self.receipts.slowest = max(self.receipts.slowest, time.monotonic() - began)

    def _insist(self, number: int, method: str, path: str, body: str, wanted: int) -> str:
        """Repeat a request until it gets the `wanted` status; return its Location."""
        while True:
            try:
                status, location = self._ask(number, method, path, body)
                if status == wanted:
                    return location
                if status < 500:
                    raise SystemExit(f"{method} {path} answers {status}.")
                self.receipts.refused += 1
            except (OSError, HTTPException):
                self.receipts.cut += 1
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)

    def _ask(self, number: int, method: str, path: str, body: str) -> tuple[int, str]:
        visitor = {"X-Forwarded-For": f"10.{number // 250 % 250}.{number % 250}.1"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, HEADERS | visitor)
            response = connection.getresponse()
            response.read()
            return response.status, response.headers.get("Location", "")
        finally:
            connection.close()
