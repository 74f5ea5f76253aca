"""Base classes for tests of published documents."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from privacy.models import DocumentVersion
from privacy.policy import documents
from privacy.seed import load_documents
from tests.base import SiteTestCase

DOCUMENT_PAGES = ("/privacy/", "/terms/", "/cookies/")
PAGES = (
    *DOCUMENT_PAGES,
    *(f"{page}versions/" for page in DOCUMENT_PAGES),
    *(f"{page}versions/1/" for page in DOCUMENT_PAGES),
    "/privacy/data/",
    "/privacy/recipients/",
    "/privacy/opt-out/",
    "/privacy/opt-out/done/",
)


class PublishedTestCase(SiteTestCase):
    """Five sites, with the first version of each document in force."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()


def draft(*, document: str = "privacy", **fields: Any) -> DocumentVersion:
    """Store an unpublished version: one sentence more, material, effective in 15 days."""
    last = DocumentVersion.objects.of(document).published().order_by("-number").first()
    return DocumentVersion.objects.create(
        **{
            "document": document,
            "text": f"{last.text if last else ''}\n\nA sentence that was added.",
            "summary": "A sentence is added.",
            "effective_at": timezone.now() + timedelta(days=15),
            **fields,
        }
    )


def publish(*, at: datetime | None = None, **fields: Any) -> DocumentVersion:
    return documents.publish(version=draft(**fields), now=at)
