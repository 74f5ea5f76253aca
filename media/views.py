"""Renditions, social cards and icons: what any visitor may load."""

import io
from hashlib import sha256
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from contactatonce.brands.middleware import BrandRequest

from . import cards, site_pictures
from .models import Rendition, published

DAY = 24 * 3600
YEAR = 365 * DAY
ICON_TYPES = {".png": "image/png", ".ico": "image/vnd.microsoft.icon"}


def rendition_etag(request: HttpRequest, image_id: int, name: str, extension: str) -> str | None:
    """Return the entity tag of an existing file: its name holds a hash of the content."""
    is_there = published().exists(f"{image_id}/{name}.{extension}")
    return f'"{image_id}-{name}-{extension}"' if is_there else None


@require_safe
@condition(etag_func=rendition_etag)
def rendition(request: HttpRequest, image_id: int, name: str, extension: str) -> FileResponse:
    """Serve one rendition, cached forever: other content has another path."""
    try:
        file = published().open(f"{image_id}/{name}.{extension}")
    except FileNotFoundError as error:
        raise Http404 from error
    return forever(FileResponse(file, content_type=f"image/{Rendition.Format(extension)}"))


def card_etag(request: BrandRequest, signed: str) -> str | None:
    """Return the entity tag of a card that we signed: its path determines its content."""
    if cards.title_in(signed, request.brand) is None:
        return None
    return f'"{sha256(signed.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=card_etag)
def card(request: BrandRequest, signed: str) -> FileResponse:
    """Serve the social card of a title; 404 for words that we did not sign."""
    title = cards.title_in(signed, request.brand)
    if title is None:
        raise Http404
    file = io.BytesIO(cards.draw(request.brand, title))
    return forever(FileResponse(file, content_type="image/png"))


def forever(response: FileResponse) -> FileResponse:
    """Let browsers cache a streamed file forever; the page cache skips streams."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
@cache_control(public=True, max_age=DAY)
def icon(request: BrandRequest, name: str) -> HttpResponse:
    """Serve the site's mark to browsers, home screens, and software that asks for /favicon.ico."""
    content = site_pictures.picture_of(request.brand, name).read_bytes()
    return HttpResponse(content, content_type=ICON_TYPES[PurePath(name).suffix])


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: BrandRequest) -> JsonResponse:
    """Serve name, colors and icons of the site to home screens."""
    content_type = "application/manifest+json"
    return JsonResponse(site_pictures.manifest(request.brand), content_type=content_type)
