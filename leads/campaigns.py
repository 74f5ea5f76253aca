"""Attribution without cookie or script: the tags in the URL of the page that holds the form.

The browser names that URL in the Referer header when it sends the form (RFC 9110, section 10.1.3).
A page that returns the form to its sender carries the tags on in the form's own URL. So cached
pages stay the same for everyone, and forms have no further fields.
"""

import re
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest

from .models.inquiries import CAMPAIGN_LENGTH

TAGS = {
    "utm_source": "campaign_source",
    "utm_medium": "campaign_medium",
    "utm_campaign": "campaign_name",
}
# No "@": a tag must not carry an e-mail address into the inquiry.
ALLOWED = re.compile(rf"[A-Za-z0-9][A-Za-z0-9 ._\-]{{0,{CAMPAIGN_LENGTH - 1}}}")
LONGEST_QUERY = 2_000


def tags_of(request: HttpRequest) -> dict[str, str]:
    """Return the campaign tags of a form that was sent, by the names in TAGS."""
    return tags_in(request.META.get("QUERY_STRING", "")) or tags_in(query_of_page(request))


def query_of_page(request: HttpRequest) -> str:
    """Return the query string of the page that holds the form, "" if it is not ours."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return page.query if page.netloc == request.get_host() else ""


def tags_in(query: str) -> dict[str, str]:
    """Return the tags that a query string holds; other characters and lengths are left out."""
    if "utm_" not in query or len(query) > LONGEST_QUERY:
        return {}
    found = dict(parse_qsl(query))
    return {name: found[name] for name in TAGS if ALLOWED.fullmatch(found.get(name, ""))}


def columns(tags: dict[str, str]) -> dict[str, str]:
    return {TAGS[name]: value for name, value in tags.items()}
