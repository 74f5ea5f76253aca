"""Privacy in the admin."""

from . import consents, disclosures, documents, holds, requests  # noqa: F401  registers the admin pages
