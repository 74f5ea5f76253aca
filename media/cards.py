"""Social cards: the picture that a shared link shows, 1200 by 630 pixels.

The address holds the title, signed: we draw our own words only, and a card needs no row. The same
title on the same site has the same address until the site's looks change.
"""

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.core import signing
from django.urls import reverse
from PIL import Image, ImageDraw

from contactatonce.brands.models import Brand

from .lettering import Lettering, drawable, fitted
from .site_pictures import picture_of

MARGIN: Final = 84
COLUMN: Final = 940  # for the words; the drawing is beside them
TITLE_TOP, TITLE_HEIGHT = 196, 280
LONGEST_TITLE: Final = 160
WHITE: Final = "#ffffff"
SIGNER: Final = signing.Signer(sep="~", salt="media.card")


def url(brand: Brand, title: str) -> str:
    """Return the path of the card of `title` on the site `brand`."""
    words = " ".join(title.split())[:LONGEST_TITLE]
    signed = SIGNER.sign_object([brand.slug, looks_of(brand), words], compress=True)
    return reverse("media:card", args=[signed])


def title_in(signed: str, brand: Brand) -> str | None:
    """Return the title in a URL; None if we did not sign it for this site."""
    try:
        slug, _, title = SIGNER.unsign_object(signed)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(title) if slug == brand.slug else None


def looks_of(brand: Brand) -> str:
    """Return a digest of everything on a site's cards except the title."""
    background = digest(picture_of(brand, "card.png"))
    looks = (brand.name, brand.host, brand.tagline, brand.typeface, background)
    return hashlib.sha256(repr(looks).encode()).hexdigest()[:8]


@lru_cache(maxsize=32)
def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def draw(brand: Brand, title: str) -> bytes:
    """Return the card as PNG: the site's name, the title, the host."""
    with Image.open(picture_of(brand, "card.png")) as background:
        image = background.convert("RGB")
    pen = ImageDraw.Draw(image)
    name = Lettering.of(brand, 38)
    pen.text((MARGIN + 88, 112), drawable(brand.name, name) or brand.host, WHITE, name.font, "lm")
    words = drawable(title, Lettering.of(brand, 40)) or brand.tagline
    lettering, lines = fitted(words, brand, width=COLUMN, height=TITLE_HEIGHT)
    top = TITLE_TOP + (TITLE_HEIGHT - len(lines) * lettering.line_height) / 2
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * lettering.line_height
        pen.text((MARGIN, middle), line, WHITE, lettering.font, "lm")
    small = Lettering.plain(30)
    pen.text((MARGIN, 548), brand.host.removeprefix("www."), WHITE, small.font, "lm")
    buffer = io.BytesIO()
    colors = image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    colors.save(buffer, "PNG")  # a third of the bytes and of the time of all colors
    return buffer.getvalue()
