"""Pages, menus and portals in the admin."""

from . import menus, pages, portals

__all__ = ["menus", "pages", "portals"]
