from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_ratelimit.exceptions import Ratelimited

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.limits import seconds_to_wait

from . import results


@require_safe
@never_cache  # what visitors search for is stored nowhere
def search(request: BrandRequest) -> HttpResponse:
    """Find pages and posts of this site; Ratelimited for a network that searches all the time."""
    text = request.GET.get("q", "")
    if text.strip() and seconds_to_wait(request, group="search", rate=settings.SEARCH_RATE):
        raise Ratelimited
    found = results.search(request.brand, text, request.GET.get("page", "1"))
    response = render(request, "search/results.html", {"found": found})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
