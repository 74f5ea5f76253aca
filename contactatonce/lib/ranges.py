"""Send stored files with Range support (RFC 9110, sections 13 and 14): browsers seek in videos.

FileResponse ignores Range, and Safari plays no video without it. Files on the disk are sent by this
process, or by nginx if `settings.X_ACCEL_LOCATION` names its internal location. Files in object
storage pass through this process: a link to another host would outlive a withdrawal, and our
Content Security Policy loads media from the site alone.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import http_date, parse_http_date_safe

BRIEFLY = "private, max-age=30, must-revalidate"  # nothing is shown a minute after its withdrawal
BLOCK_BYTES = 64 * 1024
SECONDS_TO_RETRY = 120  # while the storage is away
ONE_RANGE = re.compile(r"bytes=[\s,]*+([0-9]{0,20})-([0-9]{0,20})[\s,]*", re.IGNORECASE)
logger = logging.getLogger(__name__)


class Part:
    """The next `length` bytes of a file, read in blocks; gunicorn hands them to sendfile(2)."""

    def __init__(self, file: Any, length: int) -> None:
        self._file, self._left = file, length
        self.close: Callable[[], None] = file.close
        if hasattr(file, "fileno"):
            self.fileno: Callable[[], int] = file.fileno
            self.seek: Callable[[int], int] = file.seek  # where sendfile(2) fails, a client is gone

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        return block


@dataclass(frozen=True)
class StoredFile:
    """One file of a storage, as it is now."""

    storage: Storage
    name: str
    size: int
    modified_at: datetime

    @property
    def etag(self) -> str:
        """Return a strong entity tag: the time of writing, in microseconds, and the size."""
        return f'"{int(self.modified_at.timestamp() * 1_000_000):x}-{self.size:x}"'

    def open(self, start: int, length: int) -> Part:
        """Return a file that reads `length` bytes from `start`; the caller closes it."""
        open_range = getattr(self.storage, "open_range", None)
        if open_range is not None:
            return Part(open_range(self.name, start, length), length)
        file = self.storage.open(self.name)
        file.seek(start)
        return Part(file, length)


class RangeResponse(FileResponse):
    """A file in large blocks, with the headers that `serve` gives it and no guessed ones."""

    block_size = BLOCK_BYTES

    def set_headers(self, filelike: Any) -> None:
        pass


def serve(
    request: HttpRequest,
    storage: Storage,
    name: str,
    *,
    content_type: str,
    cache_control: str = BRIEFLY,
) -> HttpResponseBase:
    """Answer GET or HEAD for the file `name` of `storage`.

    200, 206 for one range, 304 or 412 for a precondition, 416 for a range beyond the end, 503 while
    the storage is away. Several ranges and malformed ones are answered with the whole file. Raises
    Http404 if there is no file. HEAD gives the headers of the whole file.
    """
    try:
        return answer(request, storage, name, content_type, cache_control)
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        logger.exception("A stored file cannot be read; its reader was asked to try again")
        headers = {"Retry-After": str(SECONDS_TO_RETRY), "Cache-Control": "no-store"}
        return HttpResponse(status=503, headers=headers)


def answer(
    request: HttpRequest, storage: Storage, name: str, content_type: str, cache_control: str
) -> HttpResponseBase:
    """Do what `serve` does; raise OSError for a file that is missing or cannot be read."""
    headers = {
        "Content-Type": content_type,
        "Cache-Control": cache_control,
        "X-Content-Type-Options": "nosniff",
    }
    file = find(storage, name)
    if settings.X_ACCEL_LOCATION and isinstance(storage, FileSystemStorage):
        return HttpResponse(headers={**headers, "X-Accel-Redirect": internal_url(storage, name)})
    modified = int(file.modified_at.timestamp())
    headers |= {
        "Accept-Ranges": "bytes",
        "ETag": file.etag,
        "Last-Modified": http_date(modified),
    }
    response = get_conditional_response(request, etag=file.etag, last_modified=modified)
    if response is None:
        return send(request, file, headers)
    for header, value in headers.items():
        response.headers[header] = value
    del response.headers["Content-Type"]  # 304 and 412 have no content
    return response


def find(storage: Storage, name: str) -> StoredFile:
    """Return the file `name`; raise FileNotFoundError if it is not stored."""
    if not name:
        raise FileNotFoundError
    measure = getattr(storage, "measure", None)  # one request where there would be two
    if measure is not None:
        return StoredFile(storage, name, *measure(name))
    return StoredFile(storage, name, storage.size(name), storage.get_modified_time(name))


def internal_url(storage: FileSystemStorage, name: str) -> str:
    """Return the URL by which nginx finds a file: the location, the storage's folder, the name."""
    path = f"{settings.X_ACCEL_LOCATION.rstrip('/')}/{Path(storage.location).name}/{name}"
    return filepath_to_uri(path)


def send(request: HttpRequest, file: StoredFile, headers: dict[str, str]) -> HttpResponseBase:
    """Answer with the file, with one range of it, or with 416."""
    found = asked_range(request, file)
    if found is None:
        start, stop, status = 0, file.size, 200
    else:
        start, stop = found
        status = 206
        if start >= stop:
            unsatisfiable = {**headers, "Content-Range": f"bytes */{file.size}"}
            del unsatisfiable["Content-Type"], unsatisfiable["ETag"], unsatisfiable["Last-Modified"]
            return HttpResponse(status=416, headers=unsatisfiable, content_type="text/plain")
        headers |= {"Content-Range": f"bytes {start}-{stop - 1}/{file.size}"}
    headers |= {"Content-Length": str(stop - start)}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return RangeResponse(file.open(start, stop - start), status=status, headers=headers)


def asked_range(request: HttpRequest, file: StoredFile) -> tuple[int, int] | None:
    """Return first byte and end of the range that the request asks for, or None for the whole file.

    A range that cannot be satisfied ends where it starts. Only GET has ranges (RFC 9110, section
    14.2).
    """
    if request.method != "GET":
        return None
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.group(1, 2) == ("", "") or not condition_holds(request, file):
        return None
    first, last = asked.groups()
    if not first:
        suffix = int(last)
        return (max(file.size - suffix, 0), file.size) if file.size or not suffix else None
    if last and int(last) < int(first):
        return None  # malformed
    start = min(int(first), file.size)
    return start, min(int(last) + 1, file.size) if last else file.size


def condition_holds(request: HttpRequest, file: StoredFile) -> bool:
    """Return whether If-Range allows a range: absent, the same strong tag, or the same date."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == file.etag:
        return True
    return parse_http_date_safe(condition) == int(file.modified_at.timestamp())
