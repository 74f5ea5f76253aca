"""A brand's colours and type as a stylesheet, with readable text computed for every colour."""

import hashlib
from typing import Final, NamedTuple

from contactatonce.brands.models import Brand

ENOUGH: Final = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size
GROUND_LIGHT: Final = "#f1f5f9"  # the darkest ground of site.css that text stands on, light scheme
GROUND_DARK: Final = "#202a36"  # the lightest one, dark scheme
ON_ACCENT: Final = ("#ffffff", "#0e141b", "#000000")
HEADINGS: Final = {
    Brand.Typeface.SANS: "var(--font-body)",
    Brand.Typeface.SERIF: '"Source Serif 4", Georgia, "Times New Roman", serif',
}


class Rgb(NamedTuple):
    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, colour: str) -> "Rgb":
        """Return the channels of `colour`, written as # and six hex digits."""
        return cls(*bytes.fromhex(colour.removeprefix("#")))

    def __str__(self) -> str:
        return "#" + bytes(self).hex()


def luminance(colour: Rgb) -> float:
    """Return the relative luminance (WCAG 2.2), 0 for black to 1 for white."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (WCAG 2.2) of two colours, 1 to 21."""
    low, high = sorted((luminance(Rgb.read(one)), luminance(Rgb.read(other))))
    return (high + 0.05) / (low + 0.05)


def text_on(accent: str) -> str:
    """Return a text colour that is readable on `accent`; white where white will do."""
    return next(text for text in ON_ACCENT if contrast(text, accent) >= ENOUGH)


def readable(accent: str, ground: str) -> str:
    """Return `accent`, drawn towards black or white just as far as `ground` needs it for text."""
    start = Rgb.read(accent)
    end = Rgb.read(max("#000000", "#ffffff", key=lambda end: contrast(end, ground)))
    for step in range(21):
        colour = str(
            Rgb(*(round(a + (b - a) * step / 20) for a, b in zip(start, end, strict=True)))
        )
        if contrast(colour, ground) >= ENOUGH:
            return colour
    return str(end)


def stylesheet(brand: Brand) -> str:
    """Return the CSS that turns the shared design into the design of `brand`."""

    def pair(light: str, dark: str) -> str:
        return f"light-dark({light}, {dark})"

    light, dark = brand.accent, brand.accent_dark
    text = pair(readable(light, GROUND_LIGHT), readable(dark, GROUND_DARK))
    return (
        ":root {\n"
        f"  --accent: {pair(light, dark)};\n"
        f"  --accent-text: {text};\n"
        f"  --on-accent: {pair(text_on(light), text_on(dark))};\n"
        f"  --font-heading: {HEADINGS[Brand.Typeface(brand.typeface)]};\n"
        "}\n"
    )


def digest(css: str) -> str:
    """Return the short hash by which a stylesheet's address changes with its content."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
