"""Testimonials for visitors: a wall of testimonials, and a page for each."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib.errors import Gone
from contactatonce.lib.paging import page_of, turning
from testimonials.filters import filters
from testimonials.models import Edition, Testimonial
from testimonials.models.testimonials import Trade
from testimonials.showing import Shown, shown_on, video_data, wall_path
from testimonials.states import State

A_PAGE = 12
MORE = 3  # on the page of one
TITLE = "What customers say"


@require_safe
def wall(request: BrandRequest) -> HttpResponse:
    """Show the testimonials of a site, newest first; `?trade=` limits them to one trade."""
    trade = chosen_trade(request)
    rows = Edition.objects.published(request.brand).newest_first()
    if trade:
        rows = rows.filter(testimonial__trade=trade)
    page = page_of(request, rows, A_PAGE, may_be_empty=True)
    links = turning(page, wall_path(trade))
    context = {
        "title": TITLE,
        "trail": [("Home", "/"), (TITLE, "")],
        "shown": shown_on(request.brand, page.object_list),
        "page_of_wall": page,
        "links": links,
        "canonical": f"{request.brand.origin}{links['path']}",
        "filters": filters(trades(request.brand, trade), trade, wall_path),
    }
    return render(request, "testimonials/wall.html", context)


def chosen_trade(request: BrandRequest) -> str:
    trade = request.GET.get("trade", "")
    if trade and trade not in Trade.values:
        raise Http404
    return trade


def trades(brand: Brand, chosen: str) -> list[tuple[str, str]]:
    """Return the trades that have testimonials, and the chosen one."""
    rows: QuerySet[Testimonial, str] = Testimonial.objects.published(brand).order_by()
    present = {chosen, *rows.values_list("trade", flat=True).distinct()}
    return [(trade.value, trade.label) for trade in Trade if trade in present]


@require_safe
def testimonial(request: BrandRequest, pk: str) -> HttpResponse:
    """Show one testimonial with its transcript; 410 once it was withdrawn."""
    rows = Edition.objects.published(request.brand)
    edition = rows.filter(testimonial=int(pk)).first()
    if edition is None:
        withdrawn = Testimonial.objects.filter(pk=pk, state=State.WITHDRAWN)
        if withdrawn.exclude(published_at=None).exists():  # else no visitor ever knew of it
            raise Gone
        raise Http404
    shown = Shown(edition, request.brand)
    more = rows.newest_first().exclude(pk=edition.pk)[:MORE]
    context = {
        "shown": shown,
        "trail": [("Home", "/"), (TITLE, reverse("testimonials:wall")), (edition.name, "")],
        "canonical": shown.canonical,
        "structured": [video_data(shown)] if shown.video else [],
        "more": shown_on(request.brand, more),
        "zone": request.brand.calendar.zone,
    }
    return render(request, "testimonials/testimonial.html", context)
