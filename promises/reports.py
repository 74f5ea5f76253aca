"""Reports of browsers about content that a page's policy blocked: counted, never stored.

A report names the page, which may be a secret link, and the browser; only the directive is kept.
Content Security Policy Level 3, section 5.
"""

import json
from datetime import timedelta

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contactatonce.lib.limits import seconds_to_wait

from .models import BlockedContent

LONGEST = 8_000  # bytes
RATE = "30/10m"  # for each network
KEPT = timedelta(days=90)
SOURCES = ("child", "connect", "default", "font", "frame", "img", "manifest", "media", "object")
CODE = ("script", "style")
DIRECTIVES = {
    *(f"{kind}-src" for kind in (*SOURCES, *CODE, "worker")),
    *(f"{kind}-src-{part}" for kind in CODE for part in ("attr", "elem")),
    "base-uri",
    "form-action",
    "frame-ancestors",
}


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Count a report under its directive and day, and answer 204; 413, 429 or 400 otherwise."""
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdecimal() and int(length[:9]) > LONGEST:
        return HttpResponse(status=413)
    if wait := seconds_to_wait(request, group="csp-reports", rate=RATE):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    directive = directive_of(request)
    if directive not in DIRECTIVES:
        return HttpResponse(status=400)
    count(directive)
    return HttpResponse(status=204)


def directive_of(request: HttpRequest) -> str:
    """Return the directive that a report names, or "", also for one that did not arrive whole."""
    try:
        report = json.loads(request.body)["csp-report"]
        named = report.get("effective-directive") or report["violated-directive"]
        return str(named).partition(" ")[0]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""


def count(directive: str) -> None:
    row, _ = BlockedContent.objects.get_or_create(directive=directive, day_on=timezone.localdate())
    BlockedContent.objects.filter(pk=row.pk).update(count=F("count") + 1)


def forget_old() -> None:
    """Delete the counts of more than 90 days ago."""
    BlockedContent.objects.filter(day_on__lt=timezone.localdate() - KEPT).delete()
