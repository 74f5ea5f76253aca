"""The filtered list as a CSV file (RFC 4180), row by row, with cells that no spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import QuerySet

from leads.models import Lead
from leads.models.inquiries import Answers
from privacy.outreach.restrictions import Standing

FORMULA = ("=", "+", "-", "@")
CONTROL = ("\t", "\r")
ROWS_AT_ONCE = 500
HEADER = (
    *("Reference", "Received", "Site", "State", "Lost because", "Owner", "Answer by"),
    *("First answered", "Next step", "Next step on", "Name", "E-mail", "Phone", "Company"),
    *("Company size", "Business type", "About", "Street", "City", "Region", "Postal code"),
    *("Country", "Message"),
)


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def neutral(value: object) -> str:
    """Return `value` as text that a spreadsheet shows and never computes (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    is_run = text.startswith(CONTROL) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_run else text


def csv_lines(leads: QuerySet[Lead], zone: tzinfo) -> Iterator[str]:
    """Yield the lines of the file, the header first; times are in `zone`.

    Inquiries of people who have restricted the use of their data are left out.
    """
    restrictions = Standing()
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(HEADER)
    wanted = leads.select_related("inquiry__brand", "owner").prefetch_related(
        "inquiry__corrections"
    )
    for lead in wanted.iterator(chunk_size=ROWS_AT_ONCE):
        if not any(map(restrictions.covers, addresses(lead))):
            yield writer.writerow([neutral(value) for value in cells(lead, zone)])


def addresses(lead: Lead) -> set[str]:
    """Return every address that the visitor gave in this inquiry."""
    return {said.email for said in (lead.inquiry, *lead.inquiry.corrections.all()) if said.email}


def cells(lead: Lead, zone: tzinfo) -> Iterable[Any]:
    """Return the cells of one inquiry: the visitor's latest wording, and the work on it."""
    inquiry = lead.inquiry
    said: Answers = max(inquiry.corrections.all(), key=lambda row: row.pk, default=inquiry)
    return (
        *(inquiry.reference, local(inquiry.received_at, zone), inquiry.brand.name),
        *(lead.get_state_display(), lead.get_lost_reason_display()),
        *(lead.owner.display_name if lead.owner else "", local(lead.answer_by, zone)),
        *(local(lead.first_answered_at, zone), lead.next_step, lead.next_step_on),
        *(said.name, said.email, said.phone, said.company_name),
        *(said.get_company_size_display(), said.get_business_type_display()),
        *(said.get_subject_display(), said.street, said.city, said.region, said.postal_code),
        *(said.country.code, said.message),
    )


def local(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
