"""The texts that a new installation begins with; afterwards staff change them in the admin."""

from .apartmentchat import APARTMENTCHAT
from .autodealerchat import AUTODEALERCHAT
from .blogs import APARTMENTCHATBLOG, DEALERCHATBLOG
from .contactatonce import CONTACTATONCE
from .sections import PageContent, Section

HOMES: dict[str, tuple[Section, ...]] = {
    "contactatonce": CONTACTATONCE,
    "autodealerchat": AUTODEALERCHAT,
    "apartmentchat": APARTMENTCHAT,
    "dealerchatblog": DEALERCHATBLOG,
    "apartmentchatblog": APARTMENTCHATBLOG,
}

# All further pages; each file of texts has a PAGES of its own that is unfolded here.
PAGES: tuple[PageContent, ...] = ()
