"""What the admin of anything that can be published is made of."""

from .publishable import PublishableAdmin, StateTabs

__all__ = ["PublishableAdmin", "StateTabs"]
