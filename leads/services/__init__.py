"""Actions on inquiries."""
