"""The SVG sources of the committed pictures: covers of posts, icons and card backgrounds."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.template import Engine

from blog.drafts import Draft, drafts_of
from contactatonce.brands import palette
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import read_sites
from contactatonce.lib.colors import contrast, mix
from media.site_pictures import ICO_SIDES, PNG_SIDES

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
RECORD: Final = HERE / "drawn.json"  # each file's source, as a digest: a test finds stale files
ENGINE: Final = Engine(dirs=[HERE / "templates", ROOT / "templates"], autoescape=True)
CARD: Final = (1200, 630)
COVER: Final = (1600, 900)
READABLE: Final = 7.0  # WCAG 2.2, success criterion 1.4.6: cards are looked at small
WARM: Final = "#f4b740"  # the one color that is no site's own
SKINS: Final = ("#f0c3a0", "#c68863", "#8a5638")
PAPER: Final = "#ffffff"
NIGHT: Final = "#10151c"


@dataclass(frozen=True)
class Drawing:
    """One picture: its file, its SVG source, and its sizes in pixels (several for ICO)."""

    file: Path
    svg: str
    sizes: list[tuple[int, int]]

    @property
    def name(self) -> str:
        return str(self.file.relative_to(ROOT))

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.svg}{self.sizes}".encode()).hexdigest()[:16]


def drawings() -> Iterator[Drawing]:
    """Yield every picture that is committed."""
    for site in read_sites()["sites"]:
        brand = Brand(**site)
        yield from site_pictures(brand)
        for draft in drafts_of(brand):
            yield Drawing(draft.cover, cover(brand.accent, draft), [COVER])


def site_pictures(brand: Brand) -> Iterator[Drawing]:
    """Yield the icons and the card background of a site."""
    folder = ROOT / "static" / "img" / "sites" / brand.slug
    tile = drawn("pictures/icon.svg", brand=brand, text=palette.text_on(brand.accent))
    for name, side in PNG_SIDES.items():
        yield Drawing(folder / f"{name}.png", tile, [(side, side)])
    mark = drawn("pages/favicon.svg", brand=brand)
    yield Drawing(folder / "favicon.ico", mark, [(side, side) for side in ICO_SIDES])
    yield Drawing(folder / "card.png", card(brand), [CARD])


def card(brand: Brand) -> str:
    """Return the background of a site's cards, dark enough everywhere for white words."""
    shades = (mix("#0b1016", brand.accent, step / 20) for step in range(2, 21))
    ground = next(shade for shade in shades if contrast(PAPER, shade) >= READABLE + 1)
    lifts = (mix(brand.accent_dark, ground, share / 100) for share in range(12, -1, -1))
    lift = next(shade for shade in lifts if contrast(PAPER, shade) >= READABLE)
    return drawn("pictures/card.svg", brand=brand, ground=ground, lift=lift)


def cover(accent: str, draft: Draft) -> str:
    """Return the scene of a post in shades of `accent`; its title chooses the ground."""
    variant = int(hashlib.sha256(draft.title.encode()).hexdigest(), 16) % 1000 % 4
    colors = {
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
    return drawn(f"pictures/covers/{draft.scene}.svg", variant=variant, **colors)


def drawn(template: str, **context: object) -> str:
    return ENGINE.render_to_string(template, context)


def record() -> None:
    """Write down from which sources the files were drawn."""
    digests = {drawing.name: drawing.digest for drawing in drawings()}
    RECORD.write_text(json.dumps(digests, indent=1) + "\n")
