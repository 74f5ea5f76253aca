"""The one page of publishing: something that is not published yet, for who has a link."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.errors import Gone
from contactatonce.lib.secretpages import secret_page

from .models import PreviewLink
from .models.previews import digest


@require_safe
@secret_page
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
    response: HttpResponse = publishable.preview_response(request)
    return response
