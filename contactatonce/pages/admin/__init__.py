"""Pages, menus, portals, old addresses and links to mend in the admin."""

from . import menus, pages, portals, redirects

__all__ = ["menus", "pages", "portals", "redirects"]
