"""Stream the filtered list as CSV (RFC 4180), safe against spreadsheet formulas."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from leads.models import Event, Inquiry, Lead
from leads.models.activities import summary, with_next_step
from leads.models.answers import QUESTIONS, Answers, heading
from privacy.outreach.restrictions import ActiveRestrictions

# What begins a formula, full-width and small forms too (NFKC makes them the same).
FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Where a spreadsheet with another list separator, or without quotes, may begin a cell.
SEPARATORS = frozenset(";|\t\r\n")
BEFORE_FORMULA = re.compile(rf"(?<![\s\";|\ufeff\u200b])[\s\";|\ufeff\u200b]++(?=[{FORMULA}])")
IS_RUN = re.compile(rf"[\t\r]|[\s\"\ufeff\u200b]*+[{FORMULA}]")
SUSPICIOUS = re.compile(rf"[\t\r{FORMULA}]")  # a text without any of these is safe
ROWS_AT_ONCE = 500


class Echo:
    """A file whose write() returns the text."""

    def write(self, text: str) -> str:
        return text


def neutral(value: object) -> str:
    """Return `value` as text that no spreadsheet computes (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    if not SUSPICIOUS.search(text):
        return text
    text = BEFORE_FORMULA.sub(_as_text, text)
    return f"'{text}" if IS_RUN.match(text) else text


def _as_text(found: re.Match[str]) -> str:
    """Return a run of spaces and separators with an apostrophe if a cell may begin after it."""
    return f"{found[0]}'" if SEPARATORS.intersection(found[0]) and found.start() else found[0]


def csv_lines(leads: QuerySet[Lead], zone: tzinfo) -> Iterator[str]:
    """Yield the lines of the file, the header first; times are in `zone`, which the header names.

    Inquiries of people who have restricted the use of their data are left out.
    """
    restrictions = ActiveRestrictions()
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow(header(zone))
    contacts = Event.objects.filter(lead=OuterRef("pk"), kind__in=CONTACTS).order_by("-pk")
    wanted = with_next_step(leads.select_related("inquiry__brand", "inquiry__form", "owner"))
    wanted = wanted.annotate(contacted_at=Subquery(contacts.values("at")[:1]))
    wanted = wanted.prefetch_related("inquiry__corrections")
    for lead in wanted.iterator(chunk_size=ROWS_AT_ONCE):
        if not any(map(restrictions.covers, addresses(lead))):
            yield writer.writerow([neutral(value) for value in cells(lead, zone)])


def addresses(lead: Lead) -> set[str]:
    """Return every e-mail address that the visitor gave in this inquiry."""
    return {said.email for said in (lead.inquiry, *lead.inquiry.corrections.all()) if said.email}


def latest(lead: Lead) -> Answers:
    """Return the visitor's latest answers from the prefetched corrections."""
    return max(lead.inquiry.corrections.all(), key=lambda row: row.pk, default=lead.inquiry)


def yes(value: object) -> str:
    return "yes" if value else ""


STATES: dict[str, Any] = dict(Lead.State.choices)
SOURCES: dict[str, Any] = dict(Inquiry.Source.choices)
REASONS: dict[str, Any] = {"": "", **dict(Lead.LostReason.choices)}
# Columns about the work on an inquiry, by heading; the visitor's answers follow. Moments become
# times in the zone of the reader.
WORK: dict[str, Callable[[Any, Answers], Any]] = {
    "Reference": lambda lead, said: lead.inquiry.reference,
    "Received": lambda lead, said: lead.inquiry.received_at,
    "Site": lambda lead, said: lead.inquiry.brand.name,
    "Form": lambda lead, said: lead.inquiry.form.title,
    "Page": lambda lead, said: lead.inquiry.page,
    "State": lambda lead, said: STATES[lead.state],
    "In quarantine": lambda lead, said: yes(lead.is_quarantined),
    "Spam score": lambda lead, said: said.spam_score,
    "Lost because": lambda lead, said: REASONS[lead.lost_reason],
    "Came by": lambda lead, said: SOURCES[lead.inquiry.source],
    "Campaign source": lambda lead, said: lead.inquiry.campaign_source,
    "Campaign medium": lambda lead, said: lead.inquiry.campaign_medium,
    "Campaign": lambda lead, said: lead.inquiry.campaign_name,
    "Came from": lambda lead, said: lead.inquiry.referrer_host,
    "Owner": lambda lead, said: lead.owner.display_name if lead.owner else "",
    "Answer by": lambda lead, said: lead.answer_by,
    "First answered": lambda lead, said: lead.first_answered_at,
    "Last contact": lambda lead, said: lead.contacted_at,
    "Next step": lambda lead, said: summary(lead.next_kind, lead.next_text),
    "Next step on": lambda lead, said: lead.next_step_on,
    "Corrected": lambda lead, said: yes(said is not lead.inquiry),
    "Asked for news": lambda lead, said: yes(said.news_wording),
    "Person": lambda lead, said: lead.person_id,
    "Company number": lambda lead, said: lead.company_id,
    "Dial": lambda lead, said: f"tel:{said.phone_e164}" if said.phone_e164 else "",
}
TIMES = frozenset({"Received", "Answer by", "First answered", "Last contact"})
CONTACTS = (Event.Kind.CALL, Event.Kind.ANSWER_SENT)


def header(zone: tzinfo) -> list[str]:
    """Return the headings; those of times name the time zone."""
    work = [f"{name} ({zone})" if name in TIMES else name for name in WORK]
    return [*work, *map(heading, QUESTIONS)]


def cells(lead: Lead, zone: tzinfo) -> Iterator[Any]:
    """Yield the cells of one inquiry, in the order of the header."""
    said = latest(lead)
    for read in WORK.values():
        value = read(lead, said)
        is_moment = isinstance(value, datetime)
        yield value.astimezone(zone).strftime("%Y-%m-%d %H:%M") if is_moment else value
    for name in QUESTIONS:
        yield said.country.code if name == "country" else said.answer(name)
