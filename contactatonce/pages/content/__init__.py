"""The texts of the home pages."""

from .apartmentchat import APARTMENTCHAT
from .autodealerchat import AUTODEALERCHAT
from .blogs import APARTMENTCHATBLOG, DEALERCHATBLOG
from .contactatonce import CONTACTATONCE
from .sections import Section

HOMES: dict[str, tuple[Section, ...]] = {
    "contactatonce": CONTACTATONCE,
    "autodealerchat": AUTODEALERCHAT,
    "apartmentchat": APARTMENTCHAT,
    "dealerchatblog": DEALERCHATBLOG,
    "apartmentchatblog": APARTMENTCHATBLOG,
}


def sections_of(slug: str) -> tuple[Section, ...]:
    """Return the sections of a site's home page; a new site has none and shows its tagline."""
    return HOMES.get(slug, ())
