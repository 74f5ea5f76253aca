"""The public pages of testimonials, and what their givers see."""
