"""Inquiry forms in a frame on pages of the hosts that a site lists; see Brand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contactatonce.brands.middleware import BrandRequest

from . import views
from .forms import InquiryAnswers

View = Callable[..., HttpResponse]


def in_frame(view: View) -> View:
    """Let only the listed hosts frame the response of `view`; 404 if none is listed.

    X-Frame-Options takes no list of hosts, so only `frame-ancestors` is sent (CSP Level 3, 6.4.2).
    """

    @wraps(view)
    def framed(request: BrandRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ancestors = request.brand.frame_ancestors
        if not ancestors:
            raise Http404
        request.is_embedded = True  # type: ignore[attr-defined]  # for the templates
        response = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": ancestors}  # type: ignore[attr-defined]  # django-csp reads it
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return framed


@csrf_exempt  # as leads.views.form
@require_http_methods(["GET", "HEAD", "POST"])
@in_frame
def form(request: BrandRequest, slug: str) -> HttpResponse:
    """Render a form with nothing around it; its receipt opens in the frame as well."""
    if request.method != "POST":
        answers = InquiryAnswers(views.find_form(request, slug), page=request.path)
        return views.show(request, answers)
    return views.receive(request, slug)


@require_safe
@never_cache
@in_frame
def receipt(request: BrandRequest, token: str) -> HttpResponse:
    return views.receipt(request, token)
