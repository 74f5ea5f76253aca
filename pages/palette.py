"""A brand's colors and type as a stylesheet."""

import hashlib
from typing import Final

from contactatonce.brands.models import Brand
from contactatonce.brands.palette import DARK, LIGHT, tokens

SERIF: Final = '"Source Serif 4", "Source Serif Fallback", Georgia, serif'
HEADINGS: Final = {  # family, weights of the title and of the headings below it, tracking
    Brand.Typeface.SANS: ("var(--font-body)", 700, 600, "-0.028em"),
    Brand.Typeface.STRONG: ("var(--font-body)", 850, 750, "-0.034em"),
    Brand.Typeface.SOFT: ("var(--font-body)", 550, 550, "-0.024em"),
    Brand.Typeface.SERIF: (SERIF, 600, 600, "-0.018em"),
}


def stylesheet(brand: Brand) -> str:
    """Return the CSS that turns the shared design into the design of `brand`."""
    tint = brand.tint or None
    light = tokens(brand.accent, tint or brand.accent, LIGHT)
    dark = tokens(brand.accent_dark, tint or brand.accent_dark, DARK)
    family, title, heading, tracking = HEADINGS[Brand.Typeface(brand.typeface)]
    lines = [
        *(f"--{name}: light-dark({light[name]}, {dark[name]});" for name in light),
        f"--font-heading: {family};",
        f"--weight-title: {title};",
        f"--weight-heading: {heading};",
        f"--tracking-title: {tracking};",
        f'--origin: "{brand.origin}";',  # spelled out behind links on paper
    ]
    return "\n".join([":root {", *(f"  {line}" for line in lines), "}", ""])


def digest(css: str) -> str:
    """Return the short hash by which a stylesheet's address changes with its content."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
