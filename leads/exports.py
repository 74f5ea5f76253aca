"""Stream the filtered list as CSV (RFC 4180), safe against spreadsheet formulas."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import QuerySet

from leads.models import Lead
from leads.models.activities import summary, with_next_step
from leads.models.answers import QUESTIONS, Answers, heading
from privacy.outreach.restrictions import ActiveRestrictions

# What begins a formula, full-width and small forms too (NFKC makes them the same).
FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Where a spreadsheet with another list separator, or without quotes, may begin a cell.
SEPARATORS = frozenset(";|\t\r\n")
BEFORE_FORMULA = re.compile(rf"(?<![\s\";|\ufeff\u200b])[\s\";|\ufeff\u200b]++(?=[{FORMULA}])")
IS_RUN = re.compile(rf"[\t\r]|[\s\"\ufeff\u200b]*+[{FORMULA}]")
ROWS_AT_ONCE = 500


class Echo:
    """A file whose write() returns the text."""

    def write(self, text: str) -> str:
        return text


def neutral(value: object) -> str:
    """Return `value` as text that no spreadsheet computes (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    text = BEFORE_FORMULA.sub(_as_text, text)
    return f"'{text}" if IS_RUN.match(text) else text


def _as_text(found: re.Match[str]) -> str:
    """Return a run of spaces and separators with an apostrophe if a cell may begin after it."""
    return f"{found[0]}'" if SEPARATORS.intersection(found[0]) and found.start() else found[0]


def csv_lines(leads: QuerySet[Lead], zone: tzinfo) -> Iterator[str]:
    """Yield the lines of the file, the header first; times are in `zone`.

    Inquiries of people who have restricted the use of their data are left out.
    """
    restrictions = ActiveRestrictions()
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow(HEADER)
    wanted = with_next_step(leads.select_related("inquiry__brand", "owner")).prefetch_related(
        "inquiry__corrections"
    )
    for lead in wanted.iterator(chunk_size=ROWS_AT_ONCE):
        if not any(map(restrictions.covers, addresses(lead))):
            yield writer.writerow([neutral(value) for value in cells(lead, zone)])


def addresses(lead: Lead) -> set[str]:
    """Return every e-mail address that the visitor gave in this inquiry."""
    return {said.email for said in (lead.inquiry, *lead.inquiry.corrections.all()) if said.email}


def latest(lead: Lead) -> Answers:
    """Return the visitor's latest answers from the prefetched corrections."""
    return max(lead.inquiry.corrections.all(), key=lambda row: row.pk, default=lead.inquiry)


def local(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""


# Columns about the work on an inquiry, by heading; the visitor's answers follow.
WORK: dict[str, Callable[[Any, tzinfo], Any]] = {
    "Reference": lambda lead, zone: lead.inquiry.reference,
    "Received": lambda lead, zone: local(lead.inquiry.received_at, zone),
    "Site": lambda lead, zone: lead.inquiry.brand.name,
    "State": lambda lead, zone: lead.get_state_display(),
    "Lost because": lambda lead, zone: lead.get_lost_reason_display(),
    "Came by": lambda lead, zone: lead.inquiry.get_source_display(),
    "Campaign source": lambda lead, zone: lead.inquiry.campaign_source,
    "Campaign medium": lambda lead, zone: lead.inquiry.campaign_medium,
    "Campaign": lambda lead, zone: lead.inquiry.campaign_name,
    "Came from": lambda lead, zone: lead.inquiry.referrer_host,
    "Owner": lambda lead, zone: lead.owner.display_name if lead.owner else "",
    "Answer by": lambda lead, zone: local(lead.answer_by, zone),
    "First answered": lambda lead, zone: local(lead.first_answered_at, zone),
    "Next step": lambda lead, zone: summary(lead.next_kind, lead.next_text),
    "Next step on": lambda lead, zone: lead.next_step_on,
}
HEADER = [*WORK, *map(heading, QUESTIONS)]


def cells(lead: Lead, zone: tzinfo) -> Iterator[Any]:
    """Yield the cells of one inquiry, in the order of HEADER."""
    for read in WORK.values():
        yield read(lead, zone)
    said = latest(lead)
    for name in QUESTIONS:
        yield said.country.code if name == "country" else said.answer(name)
