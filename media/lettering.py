"""Words in our own typefaces, broken into lines that fit."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from django.contrib.staticfiles import finders
from PIL import ImageFont

from contactatonce.brands.models import Brand

SANS: Final = "fonts/figtree.woff2"
SERIF: Final = "fonts/source-serif-4-600.woff2"
WEIGHTS: Final = {"strong": 800, "soft": 600}  # of headings; the others have 700
SIZES: Final = range(80, 38, -4)
MOST_LINES: Final = 5
ENOUGH_LETTERS: Final = 0.6  # of a title; with fewer it would say something else
ABSENT: Final = "\U0010ffff"  # no typeface has it, so it is drawn as what is missing


@lru_cache(maxsize=2)
def font_file(name: str) -> str:
    """Return the path of a typeface of ours."""
    found = finders.find(name)
    assert isinstance(found, str), name  # noqa: S101  it is one of our own files
    return found


@dataclass(frozen=True)
class Lettering:
    """A typeface at a size and weight."""

    file: str
    size: int
    weight: int

    @classmethod
    def of(cls, brand: Brand, size: int) -> "Lettering":
        """The headings of a site."""
        is_serif = brand.typeface == Brand.Typeface.SERIF
        return cls(SERIF if is_serif else SANS, size, WEIGHTS.get(brand.typeface, 700))

    @classmethod
    def plain(cls, size: int) -> "Lettering":
        """The text of every site."""
        return cls(SANS, size, 500)

    @cached_property
    def font(self) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(font_file(self.file), self.size)
        if self.file == SANS:  # the other has one weight
            font.set_variation_by_axes([self.weight])
        return font

    @property
    def line_height(self) -> float:
        return self.size * 1.18

    def width(self, text: str) -> float:
        return self.font.getlength(text)

    def has(self, character: str) -> bool:
        """Tell whether the typeface can draw a character."""
        mask, missing = self.font.getmask(character), self.font.getmask(ABSENT)
        return mask.size != missing.size or bytes(mask) != bytes(missing)


def drawable(text: str, lettering: Lettering) -> str:
    """Return `text` without what the typeface lacks, such as emoji; "" where too much would go."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    kept = [character for character in text if character == " " or lettering.has(character)]
    letters = sum(character.isalnum() for character in text)
    if sum(character.isalnum() for character in kept) < max(1, letters * ENOUGH_LETTERS):
        return ""
    return " ".join("".join(kept).split())


def fitted(text: str, brand: Brand, *, width: int, height: int) -> tuple[Lettering, list[str]]:
    """Return the largest lettering in which `text` fits, and its lines.

    Text too long for the smallest ends with an ellipsis.
    """
    for size in SIZES:
        lettering = Lettering.of(brand, size)
        lines = list(broken(text, lettering, width))
        most = min(MOST_LINES, int(height / lettering.line_height))
        if len(lines) <= most:
            return lettering, lines
    return lettering, cut(lines[:most], lettering, width)


def broken(text: str, lettering: Lettering, width: int) -> Iterator[str]:
    """Yield the lines of `text`, none wider than `width`; a word that is wider is broken."""
    line = ""
    for word in text.split():
        together = f"{line} {word}".strip()
        if lettering.width(together) <= width:
            line = together
            continue
        if line:
            yield line
        while lettering.width(word) > width:
            part = next(n for n in range(len(word), 0, -1) if lettering.width(word[:n]) <= width)
            yield word[:part]
            word = word[part:]
        line = word
    if line:
        yield line


def cut(lines: list[str], lettering: Lettering, width: int) -> list[str]:
    """Return `lines` with an ellipsis at their end."""
    last = lines[-1]
    while last and lettering.width(f"{last}…") > width:
        last = last[:-1]
    return [*lines[:-1], f"{last.rstrip()}…"]
