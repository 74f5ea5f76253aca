"""Comments by readers."""
