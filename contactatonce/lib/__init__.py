"""The shared floor below all apps: no models, no imports from any app."""
