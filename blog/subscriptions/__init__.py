"""Subscriptions to a blog by e-mail."""
