"""Initial data: the first version of each document and, for a demo, examples."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import demo
from .models import Certification, DocumentVersion, Recipient
from .policy import documents
from .registry import Category

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


@transaction.atomic
def load_demo() -> bool:
    """Store invented certificates, recipients and requests; never in production."""
    if not settings.IS_LOCAL or Certification.objects.exists() or Recipient.objects.exists():
        return False
    today = timezone.now().date()
    load_demo_certifications(today)
    load_demo_recipients(today)
    demo.load_requests()
    return True


def load_demo_certifications(today: date) -> None:
    dates = {"valid_from": today - timedelta(days=30), "valid_until": today + timedelta(days=335)}
    Certification.objects.create(
        kind=Certification.Kind.PROGRAM,
        name="Example Privacy Program (demo)",
        seal="img/seals/example.svg",
        validation_url="https://example.com/validate",
        dispute_url="https://example.com/disputes",
        **dates,
    )
    Certification.objects.create(
        kind=Certification.Kind.FRAMEWORK,
        name="Example Data Framework (demo)",
        covers="Personal data that reaches us from the European Union.",
        validation_url="https://example.com/framework",
        **dates,
    )


def load_demo_recipients(today: date) -> None:
    contract_on = today - timedelta(days=400)
    every = [category.name for category in Category]
    for slug, name, kind, purpose, categories in (
        (
            "example-hosting",
            "Example Hosting Ltd. (demo)",
            Recipient.Kind.HOSTING,
            "Runs the servers of these websites and their database.",
            every,
        ),
        (
            "example-post",
            "Example Post Inc. (demo)",
            Recipient.Kind.MAIL,
            "Hands our mail over to its recipients.",
            [Category.CONTACT.name, Category.CONTENT.name],
        ),
        (
            "example-parcels",
            "Example Parcels Inc. (demo)",
            Recipient.Kind.SHIPPING,
            "Brings printed material to those who ordered it.",
            [Category.CONTACT.name],
        ),
    ):
        Recipient.objects.create(
            slug=slug,
            name=name,
            kind=kind,
            purpose=purpose,
            categories=categories,
            country="US",
            contract_on=contract_on,
        )
