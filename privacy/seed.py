"""Initial data: the first version of each document."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import DocumentVersion
from .policy import documents

CONTENT = settings.BASE_DIR / "content" / "policy"
Document = DocumentVersion.Document


@transaction.atomic
def load_documents() -> bool:
    """Publish the first version of each document that has none; return whether one had none."""
    now = timezone.now()
    missing = [
        document
        for document in Document.values
        if not DocumentVersion.objects.of(document).published().exists()
    ]
    for document in missing:
        documents.publish(
            version=DocumentVersion.objects.create(
                document=document,
                text=(CONTENT / f"{document}-1.md").read_text(encoding="utf-8"),
                is_material=False,
                summary="The first version.",
                effective_at=now,
            ),
            now=now,
        )
    return bool(missing)
