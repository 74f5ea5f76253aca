"""The texts that a new installation begins with; afterwards staff change them in the admin."""

from pages.sections import PageContent, Section

from . import (
    accessibility,
    communities,
    communities_help,
    company,
    dealers,
    dealers_help,
    products,
    publications,
    trades,
)
from .apartmentchat import APARTMENTCHAT
from .autodealerchat import AUTODEALERCHAT
from .blogs import APARTMENTCHATBLOG, DEALERCHATBLOG
from .contactatonce import CONTACTATONCE

HOMES: dict[str, tuple[Section, ...]] = {
    "contactatonce": CONTACTATONCE,
    "autodealerchat": AUTODEALERCHAT,
    "apartmentchat": APARTMENTCHAT,
    "dealerchatblog": DEALERCHATBLOG,
    "apartmentchatblog": APARTMENTCHATBLOG,
}

# All further pages; each file of texts has a PAGES of its own that is unfolded here.
PAGES: tuple[PageContent, ...] = (
    *products.PAGES,
    *trades.PAGES,
    *company.PAGES,
    *dealers.PAGES,
    *dealers_help.PAGES,
    *communities.PAGES,
    *communities_help.PAGES,
    *publications.PAGES,
    *accessibility.PAGES,
)
