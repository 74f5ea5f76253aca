"""The committed pictures of each site: icons, card background, and the manifest that names them."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from contactatonce.brands import palette
from contactatonce.brands.models import Brand

PNG_SIDES: Final = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}  # pixels
ICO_SIDES: Final = (16, 32, 48)
FOLDER: Final = Path(settings.BASE_DIR, "static", "img", "sites")
COMPANY: Final = "contactatonce"


def picture_of(brand: Brand, name: str) -> Path:
    """Return a picture that `make pictures` drew; a site without one has the company's."""
    own = FOLDER / brand.slug / name
    return own if own.exists() else FOLDER / COMPANY / name


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
                "src": reverse("media:icon", args=[f"{name}.png"]),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, side in PNG_SIDES.items()
            if name.startswith("icon")
            for purpose in ("any", "maskable")
        ],
    }
