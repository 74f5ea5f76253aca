"""What can be done to inquiries: one verb each."""
