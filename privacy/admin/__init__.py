"""Privacy in the admin."""

from . import consents, disclosures, documents

__all__ = ["consents", "disclosures", "documents"]
