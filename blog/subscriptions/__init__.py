"""Subscribing to a blog by e-mail."""
