"""Covers: our own illustrations in a site's colors, where there is no photograph to show."""

import hashlib
import io
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from contactatonce.lib.colors import mix

from . import drawing, services
from .models import Image
from .rendering import one_at_a_time

WIDTH: Final = 1600
FOLDER: Final = Path(settings.BASE_DIR, "templates", "media", "covers")
WARM: Final = "#f4b740"  # the one color that is no site's own
SKINS: Final = ("#f0c3a0", "#c68863", "#8a5638")
PAPER: Final = "#ffffff"
NIGHT: Final = "#10151c"


def scenes() -> list[str]:
    """Return the name of every scene, such as "key-tag": its motif, and what sets it apart."""
    return sorted(file.stem for file in FOLDER.glob("*-*.svg"))


def scene_of(motif: str, seed: int) -> str:
    """Return the scene called `motif`, or one that begins with it; KeyError where there is none."""
    known = scenes()
    if motif in known:
        return motif
    several = [scene for scene in known if scene.partition("-")[0] == motif]
    if not several:
        raise KeyError(motif)
    return several[seed % len(several)]


def colors_of(accent: str) -> dict[str, str]:
    """Return the colors of a scene: shades of `accent`, and one warm tone."""
    return {
        "accent": accent,
        "ground": mix(accent, PAPER, 0.1),
        "blob": mix(accent, PAPER, 0.2),
        "line": mix(accent, PAPER, 0.28),
        "mid": mix(accent, PAPER, 0.5),
        "deep": mix(accent, NIGHT, 0.55),
        "ink": mix(accent, NIGHT, 0.22),
        "paper": PAPER,
        "warm": WARM,
        **{f"skin_{number}": skin for number, skin in enumerate(SKINS, 1)},
    }


def cover(accent: str, motif: str, seed: int = 0) -> bytes:
    """Return a PNG of 1600 by 900 pixels in shades of `accent`.

    `motif` is a scene or the motif of several, among which `seed` chooses; `seed` also varies the
    ground. Raises KeyError for a motif that nobody has drawn.
    """
    template = f"media/covers/{scene_of(motif, seed)}.svg"
    svg = render_to_string(template, {**colors_of(accent), "variant": seed % 4})
    with one_at_a_time:
        image = drawing.draw(svg, WIDTH, PAPER).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def add(*, accent: str, motif: str, title: str, alt: str, seed: int | None = None) -> Image:
    """Put a cover into the library and return it, or the same one if it is there already."""
    if seed is None:
        seed = int(hashlib.sha256(title.encode()).hexdigest(), 16) % 1000
    file: Any = ContentFile(cover(accent, motif, seed), name="cover.png")
    try:
        return services.add(file=file, title=title, alt=alt, decorative=not alt)
    except services.AlreadyThere as twin:
        return twin.image
