"""Published documents with their versions and changes; stored data and its recipients."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from privacy import datamap
from privacy.models import DocumentVersion, Recipient
from privacy.policy import clauses, comparison, documents

# The people concerned are notified of these instead.
NOT_LISTED = {Recipient.Kind.AUTHORITY, Recipient.Kind.CLAIMANT}


@require_safe
def current(request: HttpRequest, document: str) -> HttpResponse:
    """Show the version in force at its permanent URL (P32)."""
    found = documents.in_force(document)
    if found is None:
        raise Http404
    return show(request, get_object_or_404(DocumentVersion, pk=found.pk))


@require_safe
def version(request: HttpRequest, document: str, number: int) -> HttpResponse:
    return show(request, get_object_or_404(published(document), number=number))


@require_safe
def versions(request: HttpRequest, document: str) -> HttpResponse:
    """List all published versions, newest first."""
    found = [kept for kept in documents.published.get().versions if kept.document == document]
    if not found:
        raise Http404
    context = {"versions": found, "current": documents.in_force(document), "latest": found[0]}
    return render(request, "privacy/document_list.html", context)


@require_safe
def changes(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """Show the changes of a version against the previous one, word by word."""
    new = get_object_or_404(published(document), number=number)
    old = get_object_or_404(published(document), number=number - 1)
    context = {"old": old, "new": new, "stretches": comparison.compare(old.text, new.text)}
    return render(request, "privacy/document_changes.html", context)


def published(document: str) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.of(document).published()


def show(request: HttpRequest, shown: DocumentVersion) -> HttpResponse:
    """Render one version with its table of contents and links to the others."""
    found = documents.in_force(shown.document)
    context: dict[str, Any] = {
        "version": shown,
        "headings": clauses.headings(shown.html),
        "current": found,
        "is_in_force": found is not None and found.pk == shown.pk,
        "scheduled": documents.scheduled(shown.document),
    }
    return render(request, "privacy/document_detail.html", context)


@require_safe
def data_map(request: HttpRequest) -> HttpResponse:
    """Show the stored data, its purpose, retention and erasure, from the declarations."""
    return render(request, "privacy/data_map.html", {"categories": datamap.by_category()})


@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    """List the companies that receive personal data today, by purpose (P19, P21)."""
    current = Recipient.objects.current().exclude(kind__in=NOT_LISTED)
    order = {kind: place for place, kind in enumerate(Recipient.Kind)}
    rows = sorted(current, key=lambda row: (order[Recipient.Kind(row.kind)], row.name))
    groups = [(label, list(found)) for label, found in groupby(rows, Recipient.get_kind_display)]
    return render(request, "privacy/recipient_list.html", {"groups": groups})
