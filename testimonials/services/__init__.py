"""What guests and staff do with testimonials, each in one transaction."""
