"""Customers who agreed to be listed (P30)."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.paging import page_of, turning
from contactatonce.lib.text import tidy_line
from testimonials.filters import filters
from testimonials.models import Listing
from testimonials.models.testimonials import Trade

A_PAGE = 60
LONGEST = 80  # characters of a search
TITLE = "Our customers"


class Asked(NamedTuple):
    """What a visitor looks for; empty parts limit nothing."""

    words: str = ""
    trade: str = ""
    region: str = ""

    @property
    def path(self) -> str:
        named = {"q": self.words, "trade": self.trade, "region": self.region}
        query = urlencode({name: value for name, value in named.items() if value})
        path = reverse("testimonials:directory")
        return f"{path}?{query}" if query else path

    @property
    def condition(self) -> Q:
        found = Q()
        for word in self.words.split():
            found &= Q(company__icontains=word) | Q(place__icontains=word)
        if self.trade:
            found &= Q(trade=self.trade)
        return found & Q(region=self.region) if self.region else found


@require_safe
def directory(request: BrandRequest) -> HttpResponse:
    """List the companies that agreed, by name; `?q=`, `?trade=` and `?region=` limit the list."""
    asked = Asked(
        *(tidy_line(request.GET.get(name, ""))[:LONGEST] for name in ("q", "trade", "region"))
    )
    listed = Listing.objects.listed(request.brand)
    rows = listed.filter(asked.condition).order_by("company", "pk")
    page = page_of(request, rows, A_PAGE, may_be_empty=True)
    links = turning(page, asked.path)
    present = list(listed.order_by().values_list("trade", "region").distinct())
    context = {
        "title": TITLE,
        "trail": [("Home", "/"), (TITLE, "")],
        "asked": asked,
        "listings": page,
        "links": links,
        "canonical": f"{request.brand.origin}{links['path']}",
        "trades": filters(
            [(trade.value, trade.label) for trade in Trade if trade in dict(present)],
            asked.trade,
            lambda value: asked._replace(trade=value).path,
        ),
        "regions": filters(
            [(region, region) for region in sorted({region for _, region in present})],
            asked.region,
            lambda value: asked._replace(region=value).path,
        ),
    }
    return render(request, "testimonials/directory.html", context)
