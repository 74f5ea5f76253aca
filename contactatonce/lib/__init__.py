"""The floor that every feature stands on: no models, no knowledge of any app above it."""
