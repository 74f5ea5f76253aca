"""The one page of publishing: something that is not published yet, for who has a link."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.errors import Gone
from contactatonce.lib.secretpages import mark_secret

from .models import PreviewLink
from .models.previews import digest


@require_safe
def preview(request: BrandRequest, token: str) -> HttpResponse:
    """Show what a preview link leads to, on its own site; 410 once the link has ended."""
    link = PreviewLink.objects.filter(token_digest=digest(token)).first()
    if link is None:
        raise Http404
    publishable = link.publishable
    if publishable is None or not link.is_open:
        raise Gone
    if publishable.brand != request.brand:
        raise Http404
    mark_secret(request)
    return private(publishable.preview_response(request))


def private(response: HttpResponse) -> HttpResponse:
    """Return `response` with headers that keep it out of caches, indexes and others' logs."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
