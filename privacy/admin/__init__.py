"""Privacy in the admin."""

from . import consents, disclosures, documents, holds, requests

__all__ = ["consents", "disclosures", "documents", "holds", "requests"]
