"""What anybody may load: the renditions of pictures."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from .models import Rendition, published

YEAR = 365 * 24 * 3600


def etag(request: HttpRequest, image_id: int, name: str, extension: str) -> str | None:
    """Return the entity tag of a file that is there: its name holds a hash of the content."""
    is_there = published().exists(f"{image_id}/{name}.{extension}")
    return f'"{image_id}-{name}-{extension}"' if is_there else None


@require_safe
@condition(etag_func=etag)
def rendition(request: HttpRequest, image_id: int, name: str, extension: str) -> FileResponse:
    """One rendition, for ever: other content has another address."""
    try:
        file = published().open(f"{image_id}/{name}.{extension}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=f"image/{Rendition.Format(extension)}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response
