"""Edits of people and companies by staff, noted on the timelines of their inquiries."""

from collections.abc import Collection

from contactatonce.accounts.models import User
from leads.models import Company, Event, Person

AT_ONCE = 500


def record_edit(*, row: Person | Company, labels: Collection[str], actor: User) -> int:
    """Note on all inquiries of `row` which fields `actor` changed; return their number.

    The values are not noted: a timeline would keep the data that a correction must remove.
    """
    if not labels:
        return 0
    text = f"{row._meta.verbose_name}: {', '.join(labels)}".capitalize()
    leads = row.leads.order_by().values_list("pk", flat=True)
    events = [Event(lead_id=pk, kind=Event.Kind.EDITED, actor=actor, text=text) for pk in leads]
    Event.objects.bulk_create(events, batch_size=AT_ONCE)
    return len(events)
