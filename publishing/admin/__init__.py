"""The base classes of publishable admins, and old URLs that redirect."""

from . import redirects
from .publishable import PublishableAdmin, StateTabs

__all__ = ["PublishableAdmin", "StateTabs", "redirects"]
