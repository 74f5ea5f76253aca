"""The preview page: unpublished texts for people who have a link."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.secret_pages import secret_page
from publishing.models.previews import digest

from . import scheduling
from .models import PreviewLink
from .registry import preview_views


@require_safe
@secret_page
def preview(request: BrandRequest, token: str) -> HttpResponse:
    """Show the text of a link with its pending revision; 410 once the link has ended."""
    link = PreviewLink.objects.filter(token_digest=digest(token)).first()
    if link is None:
        raise Http404
    publishable = link.publishable
    if publishable is None or not link.is_open:
        return render(request, "publishing/preview_ended.html", {"is_error": True}, status=410)
    if publishable.brand != request.brand:
        raise Http404
    pending = scheduling.pending(publishable)
    if pending:
        publishable = scheduling.preview(publishable, pending.snapshot)
    return preview_views[type(publishable)](request, publishable)
