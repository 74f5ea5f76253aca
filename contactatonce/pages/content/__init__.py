"""The texts of the home pages."""

from .sections import Section


def sections_of(slug: str) -> tuple[Section, ...]:
    return ()
