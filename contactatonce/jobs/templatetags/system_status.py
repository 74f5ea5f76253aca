"""What does not work in the background, on the staff's start page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from contactatonce.jobs import health

register = template.Library()
PROBLEMS = {
    "database": "The database does not answer.",
    "migrations": "The database lacks migrations of this release: run manage.py prepare.",
    "cache": "The cache does not answer, so visitors' requests are not limited.",
    "jobs": "Mail and other background work is more than ten minutes late: check that a worker "
    "runs for each queue.",
    "periodic_tasks": "Periodic tasks, such as retention, have not run when they were due: check "
    "that a worker runs and that the server's clock is right.",
    "erasure_ledger": "This server lacks lines of the erasure ledger: it erases no one, and a "
    "restored backup could bring people back. Check ERASURE_LEDGER.",
    "spool": "Inquiries that came while the database was away are not stored yet: run manage.py "
    "drain_spool on this server, and read what it says.",
    "balance": "The daily balance does not add up: inquiries are missing that no one erased. "
    "Compare the database with the last backup.",
    "canary": "An inquiry form cannot be sent through the site's public URL: look at the site now.",
    "time_zones": "This server lacks the time zone of a calendar or an office, so its hours count "
    "as UTC.",
}


@register.inclusion_tag("admin/jobs/status.html", takes_context=True)
def system_status(context: RequestContext) -> dict[str, Any]:
    """Show what /statusz reports to those who look after jobs; nothing while all is well."""
    if not context["request"].user.has_perm("jobs.view_job"):
        return {}
    failed = [name for name, works in health.status.get().items() if not works]
    return {"problems": [PROBLEMS.get(name, name) for name in failed]}
