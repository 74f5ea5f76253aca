"""The public page of promises."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.models import DocumentVersion
from privacy.policy import clauses

from . import services as evidence
from .services import State


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show each promise in plain words with its state, its proofs and public figures."""
    statuses = evidence.board()
    counts = Counter(status.state for status in statuses)
    moments = [proof.newest.at for each in statuses for proof in each.proofs if proof.newest]
    version = DocumentVersion.objects.of("privacy").in_force().first()
    context = {
        "statuses": statuses,
        "summary": [(state, counts[state]) for state in reversed(State) if counts[state]],
        "linked": clauses.find(version.text) if version else {},
        "checked_at": max(moments, default=None),
    }
    return render(request, "promises/promise_list.html", context)
