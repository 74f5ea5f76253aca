"""A colleague's next steps as a calendar (RFC 5545) at a secret address."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contactatonce.brands.directory import zone_of_office
from contactatonce.lib.secret_pages import secret_page

from .models import Activity, CalendarFeed

MOST = 500
LENGTH = timedelta(minutes=30)  # of a step with a time; others take the whole day
LONGEST_LINE = 74  # octets before a line is folded; ours are all ASCII


@require_safe
@secret_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the open steps of the colleague with this secret; Http404 for an unknown one.

    Calendars are kept by other companies, so a step has its kind and the inquiry's reference, and
    nothing that the person or a colleague wrote. No value needs escaping, therefore.
    """
    found = CalendarFeed.objects.select_related("owner").filter(secret=secret)
    known = found.filter(owner__is_active=True, owner__is_staff=True).first()
    if known is None:
        raise Http404
    steps = Activity.objects.of(known.owner_id).select_related("lead__inquiry").soonest()[:MOST]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Contact At Once!//Inquiries//EN"]
    for step in steps:
        lines += event(step, known.owner.office_id)
    text = "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def event(step: Activity, office_id: int | None) -> Iterator[str]:
    """Yield the lines of one step."""
    host = settings.SIGN_IN_ORIGIN.rpartition("/")[2]
    path = reverse("admin:leads_lead_change", args=[step.lead_id])
    yield "BEGIN:VEVENT"
    yield f"UID:step-{step.pk}@{host}"
    yield f"DTSTAMP:{in_utc(timezone.now())}"
    yield f"SUMMARY:{step.get_kind_display()}: inquiry {step.lead.inquiry.reference}"
    yield f"URL:{settings.SIGN_IN_ORIGIN}{path}"
    if step.due_time is None:
        yield f"DTSTART;VALUE=DATE:{step.due_on:%Y%m%d}"
    else:
        begins_at = step.moment(zone_of_office(office_id))
        yield f"DTSTART:{in_utc(begins_at)}"
        yield f"DTEND:{in_utc(begins_at + LENGTH)}"
    yield "END:VEVENT"


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets (RFC 5545, section 3.1)."""
    pieces = [line[at : at + LONGEST_LINE] for at in range(0, len(line), LONGEST_LINE)]
    return "\r\n ".join(pieces)
