"""Published documents: which version is in force, and publishing a new one (P03, P32)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache
from privacy.models import Certification, DocumentVersion, Notice
from privacy.models.documents import SHORTEST_NOTICE

from . import clauses

NOTICE_STAYS = timedelta(days=14)  # after the version took effect


@dataclass(frozen=True)
class Published:
    """What every page may need: published versions (newest first), notices, certificates."""

    versions: tuple[DocumentVersion, ...]
    notices: tuple[Notice, ...]
    certifications: tuple[Certification, ...]


def read_published() -> Published:
    """Read what is in force now or later; times are compared at each use, not stored as flags."""
    now = timezone.now()
    versions = DocumentVersion.objects.published().defer("text", "html").order_by("-number")
    notices = Notice.objects.filter(ends_at__gt=now).select_related("version")
    return Published(
        versions=tuple(versions),
        notices=tuple(notices.defer("version__text", "version__html").order_by("starts_at")),
        certifications=tuple(Certification.objects.filter(valid_until__gte=now.date())),
    )


published = TimedCache(read_published, name="policy")


def in_force(document: str, at: datetime | None = None) -> DocumentVersion | None:
    """Return the version in force at `at` (now), without its text; no query if warm."""
    at = at or timezone.now()
    for version in published.get().versions:
        if version.document == document and version.effective_at <= at:
            return version
    return None


def number_in_force(document: str) -> int | None:
    """Return the number of the version in force; None if nothing is published."""
    version = in_force(document)
    return version.number if version else None


def scheduled(document: str) -> DocumentVersion | None:
    """Return the next published version of `document` that is not in force yet."""
    now = timezone.now()
    waiting = [
        version
        for version in published.get().versions
        if version.document == document and version.effective_at > now
    ]
    return waiting[-1] if waiting else None


def notice_period() -> timedelta:
    """Return how long ahead a material change is announced; the setting can only lengthen it."""
    return max(SHORTEST_NOTICE, timedelta(days=settings.POLICY_NOTICE_DAYS))


def objections(version: DocumentVersion, now: datetime | None = None) -> list[str]:
    """Return why `version` may not be published at `now`, each as a sentence; empty if it may."""
    now = now or timezone.now()
    earlier = DocumentVersion.objects.of(version.document).published()
    last = earlier.order_by("-number").first()
    found: list[str] = []
    if version.published_at or version.is_kept:
        found.append("It is published already.")
    if version.effective_at < now:
        found.append("It would take effect in the past.")
    if last and version.effective_at < last.effective_at:
        found.append(f"It would take effect before version {last.number} does.")
    if last and last.text == version.text:
        found.append(f"Its text is the same as that of version {last.number}.")
    if last and version.is_material and version.effective_at < now + notice_period():
        found.append(
            f"It is a material change: people are told {notice_period().days} days before it takes "
            f"effect, so not before {now + notice_period():%d %B %Y, %H:%M} UTC."
        )
    if not last and version.is_material:
        found.append("The first version changes nothing; untick “material change”.")
    return found + clauses.problems(version.text)


@transaction.atomic
def publish(*, version: DocumentVersion, now: datetime | None = None) -> DocumentVersion:
    """Publish a draft and, if it is material, put its notice on every page; both or neither.

    Raise ValidationError with every objection. The version is in force from its `effective_at`.
    """
    now = now or timezone.now()
    # One at a time: versions of a document are numbered in the order in which they take effect.
    others = DocumentVersion.objects.select_for_update().of(version.document)
    numbers = [number for number in others.values_list("number", flat=True) if number]
    if found := objections(version, now):
        raise ValidationError(found)
    version.number = max(numbers, default=0) + 1
    version.published_at = now
    version.announced_at = now if version.is_material else None
    version.save()
    if version.is_material:
        _announce(version, now)
    published.clear()
    return version


def _announce(version: DocumentVersion, now: datetime) -> Notice:
    name = version.get_document_display()
    return Notice.objects.create(
        kind=Notice.Kind.POLICY,
        version=version,
        title=f"{name}: a new version from {version.effective_at:%B} {version.effective_at.day}, "
        f"{version.effective_at.year}",
        text=version.summary,
        starts_at=now,
        effective_at=version.effective_at,
        ends_at=version.effective_at + NOTICE_STAYS,
    )
