"""Template tags of the work queue."""

import re
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.dateformat import time_format

from contactatonce.brands.directory import directory
from contactatonce.lib.durations import span
from leads.exports import latest
from leads.models import Activity, Event, Lead
from leads.models.activities import summary
from leads.models.answers import ASKED, Answers, title
from leads.services.alarm import tone
from leads.services.today import MOST_COUNTED, figures

register = template.Library()

ICONS = {
    Event.Kind.NOTE: "note",
    Event.Kind.CALL: "call",
    Event.Kind.STEP_DONE: "call",
    Event.Kind.ANSWER: "mail",
    Event.Kind.ANSWER_SENT: "sent",
    Event.Kind.RECEIVED: "in",
    Event.Kind.CORRECTED: "in",
    Event.Kind.UNDELIVERED: "alert",
    Event.Kind.QUARANTINED: "alert",
}


class Deadline(NamedTuple):
    """A promised answer in words, and how urgent it is: good, warn, bad, late or none."""

    words: str
    tone: str


@register.simple_tag
def deadline(lead: Lead) -> Deadline:
    """Return the state of the promised answer."""
    received_at, now = lead.inquiry.received_at, timezone.now()
    if lead.first_answered_at is not None:
        taken = span(lead.first_answered_at - received_at)
        if lead.first_answered_at > lead.answer_by:
            return Deadline(f"answered late, in {taken}", "late")
        return Deadline(f"answered in {taken}", "good")
    if lead.state not in Lead.UNFINISHED:
        return Deadline("not answered", "none")
    urgency = tone(received_at, lead.answer_by)
    left = lead.answer_by - now
    words = f"overdue {span(-left)}" if urgency == "bad" else f"in {span(left)}"
    return Deadline(f"to check, {words}" if lead.is_quarantined else words, urgency)


@register.simple_tag
def step(lead: Lead) -> Deadline | None:
    """Return the date of the next step in words, None without one."""
    if lead.next_step_on is None:
        return None
    if lead.state not in Lead.UNFINISHED:
        return Deadline(day(lead.next_step_on), "none")
    return due_in_words(lead.next_step_on)


@register.filter
def next_step(lead: Any) -> str:
    """Return the annotated next step of a lead in words."""
    return summary(lead.next_kind, lead.next_text)


@register.simple_tag
def due(activity: Activity) -> Deadline:
    """Return when a next step is due, in words."""
    found = due_in_words(activity.due_on)
    if activity.due_time is None:
        return found
    return found._replace(words=f"{found.words}, {time_format(activity.due_time, 'g:i A')}")


def due_in_words(on: date) -> Deadline:
    days = (on - timezone.localdate()).days
    if days < 0:
        return Deadline(f"overdue {-days} {'day' if days == -1 else 'days'}", "bad")
    if days == 0:
        return Deadline("today", "warn")
    return Deadline("tomorrow" if days == 1 else day(on), "none")


def day(moment: Any) -> str:
    return f"{moment:%b} {moment.day}" + (
        f", {moment.year}" if moment.year != timezone.localdate().year else ""
    )


@register.filter
def ago(moment: datetime) -> str:
    """Return the age of `moment`: "just now", "20 min ago", "3 d ago"."""
    passed = timezone.now() - moment
    return "just now" if passed < timedelta(minutes=1) else f"{span(passed)} ago"


@register.filter
def icon(event: Event) -> str:
    return ICONS.get(Event.Kind(event.kind), "dot")


@register.simple_tag
def said(lead: Lead) -> Answers:
    return latest(lead)


@register.simple_tag
def site_name(lead: Lead) -> str:
    """Return the name of the inquiry's site from the cached directory."""
    brands = directory.get().brands
    return next((brand.name for brand in brands if brand.pk == lead.inquiry.brand_id), "–")


@register.filter
def facts(said: Answers) -> list[tuple[str, str, str]]:
    """Return the answers other than the message: label, value, and a link or nothing."""
    number = said.phone_e164 or re.sub(r"[^+\d]", "", said.phone)
    links = {
        "email": f"mailto:{quote(said.email, safe='@')}",
        "phone": f"tel:{number}" if number else "",
    }
    rows = [
        (
            title(question),
            "\n".join(filter(None, map(said.answer, columns))),
            links.get(question, ""),
        )
        for question, columns in ASKED.items()
        if question != "message"
    ]
    rows.append(("News", "Asked for it" if said.news_wording else "", ""))
    return [row for row in rows if row[1]]


@register.inclusion_tag("admin/leads/work_today.html", takes_context=True)
def work_today(context: RequestContext) -> dict[str, Any]:
    """Show today's work to users who may view inquiries, nothing to others."""
    user = context["request"].user
    if not user.has_perm("leads.view_lead"):
        return {}
    return {
        "today": figures(user.pk),
        "may_change": user.has_perm("leads.change_lead"),
        "may_see_jobs": user.has_perm("jobs.view_job"),
        "most": MOST_COUNTED,
        "csrf_token": context.get("csrf_token"),
    }
