"""Public pages about stored data and its recipients."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy import datamap
from privacy.models import Recipient

NOT_LISTED = {
    Recipient.Kind.AUTHORITY,
    Recipient.Kind.CLAIMANT,
}  # the people concerned are notified instead


@require_safe
def data_map(request: HttpRequest) -> HttpResponse:
    """Show the stored data, its purpose, retention and erasure, from the declarations."""
    return render(request, "privacy/data_map.html", {"sections": datamap.sections()})


@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    """List the companies that receive personal data today, by purpose (P19, P21)."""
    current = Recipient.objects.current().exclude(kind__in=NOT_LISTED)
    order = {kind: place for place, kind in enumerate(Recipient.Kind)}
    rows = sorted(current, key=lambda row: (order[Recipient.Kind(row.kind)], row.name))
    groups = [(label, list(found)) for label, found in groupby(rows, Recipient.get_kind_display)]
    return render(request, "privacy/recipient_list.html", {"groups": groups})
