"""The readable page of an access export: the facts of data.json."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import capfirst

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00")
Content = dict[str, Any]


def render(content: Content) -> str:
    """Return the page, escaped and without external resources; non-empty sources come first."""
    sources = sorted(content["sources"], key=lambda source: source["count"] == 0)
    return render_to_string(
        "privacy/export.html",
        {
            "export": content,
            "made_at": readable(content["made_at"]),
            "disclosures": [{**one, "at": readable(one["at"])} for one in content["disclosures"]],
            "sources": [_source(source) for source in sources],
        },
    )


def readable(value: Any) -> str:
    """Return a value of data.json for people: "22 November 2026, 12:17 UTC", "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and MOMENT.fullmatch(value):
        with suppress(ValueError):  # looks like a date, with a thirteenth month for example
            moment = datetime.fromisoformat(value)
            return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
    if isinstance(value, dict):
        return "\n".join(f"{name}: {readable(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "\n".join(map(readable, value))
    return "" if value is None else str(value)


def _source(source: Content) -> Content:
    records = [
        {
            **record,
            "fields": [
                {**field, "shown": shown}
                for field in record["fields"]
                if (shown := readable(field["value"]))
            ],
        }
        for record in source["records"]
    ]
    left_out: dict[str, list[str]] = {}
    for one in source["withheld"]:
        left_out.setdefault(one["because"], []).append(one["field"])
    kept = capfirst(source["retention"]["basis"]) if source["retention"] else ""
    return {**source, "records": records, "kept": kept, "left_out": left_out}
