"""Our application behind what its proxy does in production: compress text."""

import gzip
from collections.abc import Callable, Iterable
from typing import Any

from contactatonce.wsgi import application as inner

TEXT = ("text/", "application/json", "application/xml", "image/svg+xml", "application/javascript")
SMALLEST = 500


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Pass the request on, and pack a text that is not packed yet for who takes gzip."""
    if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        return inner(environ, start_response)
    answer: dict[str, Any] = {}

    def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        answer.update(status=status, headers=headers)

    chunks = inner(environ, keep)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    headers = {name.lower(): value for name, value in answer["headers"]}
    is_text = headers.get("content-type", "").startswith(TEXT)
    kept = answer["headers"]
    if is_text and "content-encoding" not in headers and len(body) >= SMALLEST:
        body = gzip.compress(body, 6)
        kept = [(name, value) for name, value in kept if name.lower() != "content-length"]
        kept += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    start_response(answer["status"], kept)
    return [body]
