"""Pages, menus and portals in the admin."""

from . import menus, pages, portals  # noqa: F401  registers the admin pages
