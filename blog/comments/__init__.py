"""What visitors do with comments, and what follows from it."""
