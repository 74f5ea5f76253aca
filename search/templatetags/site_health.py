"""Broken links and the expiry of security.txt on the staff's start page."""

from typing import Any

from django import template
from django.db.models import Count
from django.template.context import RequestContext

from contactatonce.lib.timed_cache import TimedCache
from search import wellknown
from search.models import LinkProblem

register = template.Library()
TONES = {LinkProblem.Kind.BROKEN: "bad", LinkProblem.Kind.ANCHOR: "warn"}


def read_problems() -> list[tuple[LinkProblem.Kind, int]]:
    """Return each kind of problem that there is, the worst first, and how often."""
    counted = LinkProblem.objects.order_by().values("kind").annotate(number=Count("pk"))
    numbers = {row["kind"]: row["number"] for row in counted}
    return [(kind, numbers[kind]) for kind in LinkProblem.Kind if kind in numbers]


problems = TimedCache(read_problems)


@register.inclusion_tag("admin/search/site_health.html", takes_context=True)
def site_health(context: RequestContext) -> dict[str, Any]:
    """Show those who look after the sites what is wrong with them; nothing while all is well."""
    if not context["request"].user.has_perm("search.view_linkproblem"):
        return {}
    return {
        "problems": [
            (kind.label, number, f"?kind={kind.value}", TONES.get(kind, ""))
            for kind, number in problems.get()
        ],
        "security_is_due": wellknown.security_is_due(),
        "security_days_left": wellknown.security_days_left(),
    }
