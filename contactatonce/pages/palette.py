"""A brand's colours and type as a stylesheet, with readable text computed for every colour."""

import hashlib
from typing import Final, NamedTuple

from contactatonce.brands.models import Brand

ENOUGH: Final = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size
PAGE_LIGHT: Final = "#ffffff"  # --page of site.css in each scheme
PAGE_DARK: Final = "#0f141a"
SOFT, TINT, STRONG = 0.035, 0.09, 0.2  # how much accent the grounds hold
ON_ACCENT: Final = ("#ffffff", "#0e141b", "#000000")
HEADINGS: Final = {
    Brand.Typeface.SANS: "var(--font-body)",
    Brand.Typeface.SERIF: '"Source Serif 4", "Source Serif Fallback", Georgia, serif',
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


def mix(colour: str, ground: str, share: float) -> str:
    """Return `ground` with `share` (0 to 1) of `colour` in it."""
    pairs = zip(Rgb.read(colour), Rgb.read(ground), strict=True)
    return str(Rgb(*(round(over * share + under * (1 - share)) for over, under in pairs)))


def readable(accent: str, *grounds: str) -> str:
    """Return `accent`, drawn towards black or white just as far as text on all `grounds` needs."""

    def least(colour: str) -> float:
        return min(contrast(colour, ground) for ground in grounds)

    end = max("#000000", "#ffffff", key=least)
    shades = (mix(end, accent, step / 20) for step in range(21))
    return next(shade for shade in shades if least(shade) >= ENOUGH)


def tokens(accent: str, page: str) -> dict[str, str]:
    """Return the colours that follow from `accent` in the scheme whose ground is `page`."""
    soft, tint = mix(accent, page, SOFT), mix(accent, page, TINT)
    return {
        "accent": accent,
        "accent-text": readable(accent, page, soft, tint),
        "on-accent": text_on(accent),
        "soft": soft,
        "tint": tint,
        "tint-strong": mix(accent, page, STRONG),
    }


def stylesheet(brand: Brand) -> str:
    """Return the CSS that turns the shared design into the design of `brand`."""
    light, dark = tokens(brand.accent, PAGE_LIGHT), tokens(brand.accent_dark, PAGE_DARK)
    lines = [f"  --{name}: light-dark({light[name]}, {dark[name]});" for name in light]
    lines.append(f"  --font-heading: {HEADINGS[Brand.Typeface(brand.typeface)]};")
    return "\n".join([":root {", *lines, "}", ""])


def digest(css: str) -> str:
    """Return the short hash by which a stylesheet's address changes with its content."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
