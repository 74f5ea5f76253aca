"""What staff change about the people and companies behind inquiries, told on their timelines."""

from collections.abc import Collection

from contactatonce.accounts.models import User
from leads.models import Company, Event, Person

AT_ONCE = 500


def record_edit(*, row: Person | Company, labels: Collection[str], actor: User) -> int:
    """Write that `actor` changed `labels` (of fields) on all inquiries of `row`; return how many.

    The values stand in the row alone: a timeline would keep what a correction is to remove.
    """
    if not labels:
        return 0
    text = f"{row._meta.verbose_name}: {', '.join(labels)}".capitalize()
    leads = row.leads.order_by().values_list("pk", flat=True)
    events = [Event(lead_id=pk, kind=Event.Kind.EDITED, actor=actor, text=text) for pk in leads]
    Event.objects.bulk_create(events, batch_size=AT_ONCE)
    return len(events)
