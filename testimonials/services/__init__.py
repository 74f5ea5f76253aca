"""Steps of guests and staff with testimonials, each in one transaction."""
