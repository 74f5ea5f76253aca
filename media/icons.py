"""A site's mark as home screens, bookmarks and old software want it."""

import io
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from contactatonce.brands import palette
from contactatonce.brands.models import Brand

from . import drawing

PNG_SIZES: Final = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}
ICO_SIZES: Final = [(16, 16), (32, 32), (48, 48)]


def png(brand: Brand, name: str) -> bytes:
    """Return one of PNG_SIZES: the mark on a full ground, which each system rounds as it likes."""
    return encoded(tile(brand), PNG_SIZES[name], brand.accent)


def ico(brand: Brand) -> bytes:
    """Return /favicon.ico: the mark without a ground, in three sizes."""
    svg = render_to_string("pages/favicon.svg", {"brand": brand})
    return encoded(svg, 0, None)


def tile(brand: Brand) -> str:
    """Return the mark on a square in the site's color, as SVG."""
    context = {"brand": brand, "text": palette.text_on(brand.accent)}
    return render_to_string("media/icon.svg", context)


@lru_cache(maxsize=64)
def encoded(svg: str, size: int, ground: str | None) -> bytes:
    """Return a drawing as PNG of that size, or as ICO of all its sizes where that is 0."""
    buffer = io.BytesIO()
    if size:
        image = drawing.draw(svg, size, ground).convert("RGB")
        image.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    else:
        several = [drawing.draw(svg, width) for width, _ in ICO_SIZES]
        several[-1].save(buffer, "ICO", sizes=ICO_SIZES, append_images=several[:-1])
    return buffer.getvalue()


def manifest(brand: Brand) -> dict[str, Any]:
    """Return the site's manifest (W3C Web Application Manifest)."""
    return {
        "id": "/",
        "name": brand.name,
        "short_name": brand.name,
        "description": brand.description,
        "lang": "en-US",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "theme_color": brand.accent,
        "background_color": palette.LIGHT.page,
        "icons": [
            {
                "src": reverse("media:icon", args=[name]),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size in PNG_SIZES.items()
            if name.startswith("icon")
            for purpose in ("any", "maskable")
        ],
    }
