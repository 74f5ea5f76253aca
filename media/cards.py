"""Social cards: what somebody sees of a link before following it, 1200 by 630 pixels.

The address holds the title, signed, so that nobody has us draw words of his own, and a card needs
no row: the same title on the same site has the same address until the site's looks change.
"""

import hashlib
import io
import logging
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image, ImageDraw

from contactatonce.brands.models import Brand
from contactatonce.lib.colors import contrast, mix
from contactatonce.lib.files import write_whole

from . import drawing
from .lettering import Lettering, drawable, fitted
from .rendering import one_at_a_time

logger = logging.getLogger(__name__)
WIDTH: Final = 1200
MARGIN: Final = 84
COLUMN: Final = 940  # for the words; the drawing stands beside them
TITLE_TOP, TITLE_HEIGHT = 196, 280
LONGEST_TITLE: Final = 160
MOST_CARDS: Final = 2000  # on disk; each has 60 kB or so
HEAVIEST: Final = 150_000
ENOUGH: Final = 7.0  # WCAG 2.2, success criterion 1.4.6: cards are looked at small
NIGHT: Final = "#0b1016"
SIGNER: Final = signing.Signer(sep="~", salt="media.card")


def url(brand: Brand, title: str) -> str:
    """Return the path of the card of `title` on the site `brand`."""
    words = " ".join(title.split())[:LONGEST_TITLE]
    signed = SIGNER.sign_object([brand.slug, looks_of(brand), words], compress=True)
    return reverse("media:card", args=[signed])


def title_in(signed: str, brand: Brand) -> str | None:
    """Return the title that an address holds; None where we did not make it for this site."""
    try:
        slug, _, title = SIGNER.unsign_object(signed)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(title) if slug == brand.slug else None


def looks_of(brand: Brand) -> str:
    """Return what changes when the site's cards look different."""
    looks = (brand.name, brand.host, brand.tagline, brand.accent, brand.accent_dark)
    return hashlib.sha256(repr((*looks, brand.typeface, brand.mark)).encode()).hexdigest()[:8]


def ground_of(accent: str) -> str:
    """Return `accent`, as dark as white text on it needs."""
    shades = (mix(NIGHT, accent, step / 20) for step in range(2, 21))
    return next(shade for shade in shades if contrast("#ffffff", shade) >= ENOUGH + 1)


def lift_of(ground: str, color: str) -> str:
    """Return `ground` with as much of `color` as white text on it bears."""
    shades = (mix(color, ground, share / 100) for share in range(12, -1, -1))
    return next(shade for shade in shades if contrast("#ffffff", shade) >= ENOUGH)


def quiet_on(ground: str, color: str) -> str:
    """Return `color`, as light as small text on `ground` needs."""
    shades = (mix("#ffffff", color, step / 20) for step in range(21))
    return next(shade for shade in shades if contrast(shade, ground) >= ENOUGH)


def content(brand: Brand, title: str, signed: str) -> bytes:
    """Return the PNG of a card, from the folder of cards if it was drawn before."""
    path = folder() / f"{hashlib.sha256(signed.encode()).hexdigest()[:32]}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = drawn(brand, title)
    try:
        write_whole(path, made)
    except OSError:
        logger.exception("A card could not be kept; it will be drawn again")
    return made


def folder() -> Path:
    return Path(settings.VAR, "cards")


def forget_most() -> int:
    """Remove the cards that were drawn first, beyond MOST_CARDS; return how many."""
    known = sorted(folder().glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in known[MOST_CARDS:]:
        path.unlink(missing_ok=True)
    return len(known[MOST_CARDS:])


def drawn(brand: Brand, title: str) -> bytes:
    """Return the card as PNG."""
    ground = ground_of(brand.accent)
    colors = {
        "ground": ground,
        "lift": lift_of(ground, brand.accent_dark),
        "line": brand.accent_dark,
        "quiet": quiet_on(ground, brand.accent_dark),
    }
    svg = render_to_string("media/card.svg", {"brand": brand, **colors})
    with one_at_a_time:
        image = drawing.draw(svg, WIDTH, ground).convert("RGB")
        write(image, brand, title, colors)
    return packed(image)


def write(image: Image.Image, brand: Brand, title: str, colors: dict[str, str]) -> None:
    """Write the words on a card: site, title, and where it leads."""
    pen = ImageDraw.Draw(image)
    name = Lettering.of(brand, 38)
    pen.text(
        (MARGIN + 88, 112), drawable(brand.name, name) or brand.host, "#ffffff", name.font, "lm"
    )
    words = drawable(title, Lettering.of(brand, 40)) or brand.tagline
    lettering, lines = fitted(words, brand, width=COLUMN, height=TITLE_HEIGHT)
    top = TITLE_TOP + (TITLE_HEIGHT - len(lines) * lettering.line_height) / 2
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * lettering.line_height
        pen.text((MARGIN, middle), line, "#ffffff", lettering.font, "lm")
    small = Lettering.plain(30)
    pen.text((MARGIN, 548), brand.host.removeprefix("www."), colors["quiet"], small.font, "lm")


def packed(image: Image.Image) -> bytes:
    """Return the card as a PNG of at most HEAVIEST bytes, with fewer colors if it must be."""
    for colors in (256, 64, 16):
        buffer = io.BytesIO()
        image.quantize(colors, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= HEAVIEST:
            break
    return buffer.getvalue()
