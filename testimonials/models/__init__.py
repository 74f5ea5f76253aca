"""Testimonials, what is published of them, and the customer directory."""

from .editions import Edition
from .events import Event
from .invitations import Invitation
from .links import OpenLink
from .listings import Listing
from .testimonials import Testimonial
from .uploads import Upload

__all__ = ["Edition", "Event", "Invitation", "Listing", "OpenLink", "Testimonial", "Upload"]
