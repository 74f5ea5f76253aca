"""Sitemap of the published documents and the privacy center."""

from datetime import datetime

from contactatonce.brands.models import Brand
from privacy.policy.documents import in_force
from search.sitemaps import section

from .models import DocumentVersion


def documents(brand: Brand) -> list[tuple[str, datetime | None]]:
    """Every site shows the same documents, in the version in force."""
    versions = [in_force(name) for name in DocumentVersion.Document.values]
    texts = [(f"/{found.document}/", found.effective_at) for found in versions if found]
    pages = ("data", "promises", "recipients", "requests", "opt-out")
    return [*texts, *((f"/privacy/{name}/", None) for name in pages)]


section("privacy", rows=documents)
