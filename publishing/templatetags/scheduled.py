"""Scheduled revisions on the start page of the admin."""

from typing import Any

from django import template
from django.apps import apps
from django.template.context import RequestContext
from django.urls import reverse

from publishing.models import Publishable, ScheduledRevision

register = template.Library()
MOST_SHOWN = 20


@register.inclusion_tag("admin/publishing/undecided.html", takes_context=True)
def undecided_revisions(context: RequestContext) -> dict[str, Any]:
    """List the due revisions for which this editor has to choose; nothing to others."""
    user = context["request"].user
    models = [model for model in apps.get_models() if issubclass(model, Publishable)]
    changeable = [
        model
        for model in models
        if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    ]
    if not changeable:
        return {}
    rows = ScheduledRevision.objects.undecided(changeable)[:MOST_SHOWN]
    return {"revisions": [(row, address(row)) for row in rows]}


def address(row: ScheduledRevision) -> str:
    """Return the path of the admin page that compares `row` with its live text."""
    kind = row.content_type
    return reverse(f"admin:{kind.app_label}_{kind.model}_scheduled", args=[row.object_id, row.pk])
