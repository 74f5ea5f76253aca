"""Color mathematics: relative luminance and contrast (WCAG 2.2), and mixing."""

from typing import NamedTuple


class Rgb(NamedTuple):
    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, color: str) -> "Rgb":
        """Return the channels of `color`, written as # and six hex digits."""
        return cls(*bytes.fromhex(color.removeprefix("#")))

    def __str__(self) -> str:
        return "#" + bytes(self).hex()


def luminance(color: Rgb) -> float:
    """Return the relative luminance (WCAG 2.2), 0 for black to 1 for white."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (WCAG 2.2) of two colors, 1 to 21."""
    low, high = sorted((luminance(Rgb.read(one)), luminance(Rgb.read(other))))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, ground: str, share: float) -> str:
    """Return `ground` with `share` (0 to 1) of `color` in it."""
    pairs = zip(Rgb.read(color), Rgb.read(ground), strict=True)
    return str(Rgb(*(round(over * share + under * (1 - share)) for over, under in pairs)))
