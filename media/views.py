"""What anybody may load: renditions, social cards, icons."""

import io
from hashlib import sha256

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from contactatonce.brands.middleware import BrandRequest

from . import cards, icons
from .models import Rendition, published

DAY = 24 * 3600
YEAR = 365 * DAY


def rendition_etag(request: HttpRequest, image_id: int, name: str, extension: str) -> str | None:
    """Return the entity tag of a file that is there: its name holds a hash of the content."""
    is_there = published().exists(f"{image_id}/{name}.{extension}")
    return f'"{image_id}-{name}-{extension}"' if is_there else None


@require_safe
@condition(etag_func=rendition_etag)
def rendition(request: HttpRequest, image_id: int, name: str, extension: str) -> FileResponse:
    """One rendition, for ever: other content has another address."""
    try:
        file = published().open(f"{image_id}/{name}.{extension}")
    except FileNotFoundError as error:
        raise Http404 from error
    return for_ever(FileResponse(file, content_type=f"image/{Rendition.Format(extension)}"))


def card_etag(request: BrandRequest, signed: str) -> str | None:
    """Return the entity tag of a card that we have signed: its address says all of it."""
    if cards.title_in(signed, request.brand) is None:
        return None
    return f'"{sha256(signed.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=card_etag)
def card(request: BrandRequest, signed: str) -> FileResponse:
    """The social card of a title; 404 for words that we have not signed."""
    title = cards.title_in(signed, request.brand)
    if title is None:
        raise Http404
    file = io.BytesIO(cards.content(request.brand, title, signed))
    return for_ever(FileResponse(file, content_type="image/png"))


def for_ever(response: FileResponse) -> FileResponse:
    """Let browsers keep it; being a stream it stays out of the page cache."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
@cache_control(public=True, max_age=DAY)
def icon(request: BrandRequest, name: str) -> HttpResponse:
    """The site's mark for home screens."""
    return HttpResponse(icons.png(request.brand, name), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon_ico(request: BrandRequest) -> HttpResponse:
    """The mark for software that asks for /favicon.ico and nothing else."""
    return HttpResponse(icons.ico(request.brand), content_type="image/vnd.microsoft.icon")


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: BrandRequest) -> JsonResponse:
    """Name, colors and icons of the site for who puts it on a home screen."""
    content_type = "application/manifest+json"
    return JsonResponse(icons.manifest(request.brand), content_type=content_type)
