"""Search the topics of a site's forum."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_ratelimit.exceptions import Ratelimited

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.limits import seconds_to_wait
from forum import searching
from forum.access import for_readers
from forum.models import Member

from .boards import FORUM, topic_rows


@never_cache  # what people search for is stored nowhere
@for_readers
def search(request: BrandRequest, reader: Member | None) -> HttpResponse:
    """Find topics by words and operators; Ratelimited like the search of the site."""
    text, brand = request.GET.get("q", ""), request.brand
    if text.strip() and seconds_to_wait(request, group="search", rate=settings.SEARCH_RATE):
        raise Ratelimited
    query = searching.read(text, brand)
    found, topics = None, []
    if query.words and not query.problems:
        found = searching.by_words(query, brand, request.GET.get("page", "1"))
    elif query.has_limits and not query.problems:
        topics = searching.by_activity(query, brand)
    context = {
        "query": query,
        "found": found,
        "topics": topic_rows(topics, reader),
        "trail": [("Home", "/"), (FORUM, reverse("forum:index")), ("Search", "")],
        "reader": reader,
        "zone": brand.calendar.zone,
    }
    response = render(request, "forum/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
