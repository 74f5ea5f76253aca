"""Derive a site's colors from its accent and tint, and check their contrast."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contactatonce.lib.colors import contrast, mix

TEXT: Final = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size
CONTROL: Final = 3.0  # and 1.4.11, for controls
SOFT, TINT, STRONG = 0.035, 0.09, 0.2  # the share of the tint in backgrounds
LIFT = 0.05  # and in cards of the dark scheme, which are not white
ON_ACCENT: Final = ("#ffffff", "#0e141b", "#000000")


@dataclass(frozen=True)
class Scheme:
    """The colors of a scheme that all sites share, as in static/css/site/tokens.css.

    `lift` is the share of the site's tint in cards.
    """

    name: str
    page: str
    raised: str
    ink: str
    ink_soft: str
    line_strong: str
    lift: float


LIGHT: Final = Scheme("light", "#ffffff", "#ffffff", "#131c26", "#465463", "#76838f", 0)
DARK: Final = Scheme("dark", "#0f141a", "#181e25", "#eef2f6", "#b4c0cc", "#7c8b9a", LIFT)


@dataclass(frozen=True)
class Pair:
    """Two adjacent colors of a page, with the contrast that they need."""

    scheme: str
    what: str
    where: str
    color: str
    ground: str
    needed: float

    @property
    def ratio(self) -> float:
        return contrast(self.color, self.ground)

    @property
    def passes(self) -> bool:
        return self.ratio >= self.needed

    @property
    def shown(self) -> str:
        """The ratio truncated, not rounded, to two places: 4.496 is not 4.5."""
        return f"{int(self.ratio * 100) / 100:.2f}:1"


def text_on(accent: str) -> str:
    """Return a text color that is readable on `accent`, white if possible."""
    return next(text for text in ON_ACCENT if contrast(text, accent) >= TEXT)


def readable(accent: str, *grounds: str) -> str:
    """Mix black or white into `accent` until it is readable as text on all `grounds`."""

    def least(color: str) -> float:
        return min(contrast(color, ground) for ground in grounds)

    end = max("#000000", "#ffffff", key=least)
    shades = (mix(end, accent, step / 20) for step in range(21))
    return next(shade for shade in shades if least(shade) >= TEXT)


@lru_cache(maxsize=64)
def tokens(accent: str, tint: str, scheme: Scheme) -> dict[str, str]:
    """Derive colors from `accent` and `tint` in `scheme`; return them by CSS name."""
    soft, strong = mix(tint, scheme.page, SOFT), mix(tint, scheme.page, STRONG)
    tinted = mix(tint, scheme.page, TINT)
    raised = mix(tint, scheme.raised, scheme.lift)
    return {
        "accent": accent,
        "accent-text": readable(accent, scheme.page, raised, soft, tinted),
        "on-accent": text_on(accent),
        "raised": raised,
        "soft": soft,
        "tint": tinted,
        "tint-strong": strong,
    }


def pairs(accent: str, tint: str, scheme: Scheme) -> list[Pair]:
    """Return every pair of adjacent colors on a site with this accent and tint."""
    made = tokens(accent, tint, scheme)
    grounds = {
        "the page": scheme.page,
        "a card": made["raised"],
        "a soft stripe": made["soft"],
        "a tinted ground": made["tint"],
    }

    def pair(what: str, where: str, color: str, ground: str, needed: float) -> Pair:
        return Pair(scheme.name, what, where, color, ground, needed)

    found = [pair("button label", "the accent", made["on-accent"], accent, TEXT)]
    for where, ground in grounds.items():
        found += [
            pair("link in the accent", where, accent, ground, TEXT),
            pair("button", where, accent, ground, CONTROL),
            pair("text", where, scheme.ink, ground, TEXT),
            pair("quiet text", where, scheme.ink_soft, ground, TEXT),
            pair("frame of a field", where, scheme.line_strong, ground, CONTROL),
        ]
    return [*found, pair("text", "a strong tint", scheme.ink, made["tint-strong"], TEXT)]


def failures(accent: str, tint: str, scheme: Scheme) -> list[Pair]:
    """Return the pairs with too little contrast, only the worst one of each kind."""
    worst: dict[tuple[str, float], Pair] = {}
    for found in pairs(accent, tint, scheme):
        key = (found.what, found.needed)
        if not found.passes and (key not in worst or found.ratio < worst[key].ratio):
            worst[key] = found
    return list(worst.values())


def advice(accent: str, tint: str, scheme: Scheme) -> str:
    """Return why `accent` cannot be used in `scheme`, with measured ratios; "" if it can."""
    found = failures(accent, tint, scheme)
    if not found:
        return ""
    measured = " ".join(
        f"A {pair.what} on {pair.where} ({pair.scheme} scheme) has {pair.shown}; "
        f"{pair.needed:g}:1 is needed."
        for pair in found
    )
    better = tokens(accent, tint, scheme)["accent-text"]
    return f"{measured} {better} would pass." if better != accent else measured
