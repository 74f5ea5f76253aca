"""The committed pictures, drawn with the tests' Chromium: `make pictures`."""
