"""Published documents: the version in force, the others, and their changes."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from privacy.models import DocumentVersion
from privacy.policy import clauses, comparison, documents


@require_safe
def current(request: HttpRequest, document: str) -> HttpResponse:
    """Show the version in force at its permanent URL (P32)."""
    holding = documents.in_force(document)
    if holding is None:
        raise Http404
    return show(request, get_object_or_404(DocumentVersion, pk=holding.pk))


@require_safe
def version(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """Show one published version at its permanent URL."""
    return show(request, get_object_or_404(published(document), number=number))


@require_safe
def versions(request: HttpRequest, document: str) -> HttpResponse:
    """List all published versions, newest first."""
    found = [kept for kept in documents.published.get().versions if kept.document == document]
    if not found:
        raise Http404
    context = {"versions": found, "holding": documents.in_force(document), "latest": found[0]}
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
    holding = documents.in_force(shown.document)
    context: dict[str, Any] = {
        "version": shown,
        "headings": clauses.headings(shown.html),
        "holding": holding,
        "is_holding": holding is not None and holding.pk == shown.pk,
        "scheduled": documents.scheduled(shown.document),
    }
    return render(request, "privacy/document_detail.html", context)
