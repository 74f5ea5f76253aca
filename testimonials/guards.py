"""Triggers that protect the states of testimonials and what guests confirmed."""

from typing import Final

from privacy.guards import Guard, illegal_move_sql

from .states import MOVES

# The printed name and job may be corrected, for the guest asks for that.
CONFIRMED: Final = (
    "testimonial_id number quote photo_id clip_id trim_start trim_end poster_at captions "
    "transcript approved_at confirmed_at"
)
GUARDS: Final = (
    Guard("testimonials_testimonial", "state", illegal_move_sql(MOVES)),
    Guard("testimonials_testimonial", "key brand_id"),
    Guard("testimonials_edition", CONFIRMED, "OLD.confirmed_at IS NOT NULL"),
    Guard("testimonials_event", "testimonial_id step edition note at"),
)
