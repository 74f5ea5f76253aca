"""What is held about whom and why, and what people asked for."""

from .consents import Consent

__all__ = ["Consent"]
