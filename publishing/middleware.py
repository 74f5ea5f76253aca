"""Old addresses, asked only where a site has found nothing."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

from django.db import Error
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from search.crawler import NO_VISITOR

from . import addresses
from .models import Redirect

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_FLUSHES = 60.0


class Hits:
    """Counts the uses of each redirect: written at once after a quiet minute, else once a minute.

    A few counts may be lost when a process ends; a write per visitor would be worse.
    """

    def __init__(self) -> None:
        self._counted: Counter[int] = Counter()
        self._flushed_at = float("-inf")
        self._lock = Lock()

    def add(self, key: int) -> None:
        """Count one use, and write all of them down if the last time is a minute ago."""
        with self._lock:
            self._counted[key] += 1
            is_due = time.monotonic() - self._flushed_at >= SECONDS_BETWEEN_FLUSHES
            if is_due:
                self._flushed_at = time.monotonic()
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write down what was counted; what cannot be written now is written the next time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        today = timezone.now().date()
        for key, number in counted.items():
            try:
                Redirect.objects.filter(pk=key).update(hits=F("hits") + number, last_hit_on=today)
            except Error as error:
                logger.warning("Uses of redirect %d wait (%s)", key, type(error).__name__)
                with self._lock:
                    self._counted[key] += number


hits = Hits()


def redirects_after_404(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: redirect old URLs that were not found, or answer 410."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        return answer(request) or response

    return middleware


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the response for an old URL, or None if there is no redirect; one query."""
    try:
        path = addresses.old_path(request.path_info)
    except ValueError:
        return None
    brand = getattr(request, "brand", None)
    found = Redirect.objects.filter(brand=brand, old_path=path).first() if brand else None
    if found is None:
        return None
    if request.method == "GET" and NO_VISITOR not in request.META:
        hits.add(found.pk)
    if found.is_gone:
        return render(request, "410.html", {"is_error": True}, status=410)
    onward = addresses.with_query(found.target, request.META.get("QUERY_STRING", ""))
    response = HttpResponsePermanentRedirect(onward)
    response.headers["Cache-Control"] = "max-age=3600"  # or a browser keeps a mistake for ever
    return response
