"""The one page of publishing: what readers do not see yet, for who has a link."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.secret_pages import secret_page
from publishing.models.previews import digest

from . import changes
from .models import PreviewLink


@require_safe
@secret_page
def preview(request: BrandRequest, token: str) -> HttpResponse:
    """Show what a link leads to, a change that waits included; 410 once the link has ended."""
    link = PreviewLink.objects.filter(token_digest=digest(token)).first()
    if link is None:
        raise Http404
    publishable = link.publishable
    if publishable is None or not link.is_open:
        return render(request, "publishing/preview_ended.html", {"is_error": True}, status=410)
    if publishable.brand != request.brand:
        raise Http404
    waiting = changes.waiting_of(publishable)
    if waiting:
        publishable = changes.preview(publishable, waiting.snapshot)
        publishable.compute()
    response: HttpResponse = publishable.preview_response(request)
    return response
