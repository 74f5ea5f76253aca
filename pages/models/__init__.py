"""Pages, menus, and where the users of the chat service sign in."""

from .menus import MenuItem, SiteMenu
from .pages import Page, PageQuerySet
from .portals import Portal

__all__ = ["MenuItem", "Page", "PageQuerySet", "Portal", "SiteMenu"]
