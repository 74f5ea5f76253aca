"""One JSON line per event, with whatever could point at a person taken out."""

import ipaddress
import json
import logging
import re
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST = 10_000  # characters of one text; a visitor decides how long a path is
LONGEST_TRACE = 25  # frames, those nearest to the error

AT = r"(?:@|\uFF20|%(?:25)*40)"
NO_ADDRESS = r"\s<>()\[\],;:\"\\@\uFF20"
LOCAL_PART = rf"(?:[^{NO_ADDRESS}%]++|%(?!(?:25)*40))++"
DOMAIN = rf"(?:\[[^\[\]\s]+\]|[^{NO_ADDRESS}'/?&=|{{}}]+)"
AT_DOMAIN = rf"(?:{AT})++(?P<domain>{DOMAIN})?"
# Words without a domain match too, so that none of them is read twice.
WORD_OR_E_MAIL = re.compile(
    rf"(?:\"[^\"\n]{{1,64}}\"(?=(?:{AT})++{DOMAIN})|{LOCAL_PART})(?:{AT_DOMAIN})?"
)
NAMED_SECRET = re.compile(
    r"(?i)(?<![\w-])([\w-]*(?:token|secret|passw(?:or)?d|signature|session(?:_?id)?|csrf|cookie))"
    r"([\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&\"',;]+)"
)
AUTHORIZATION = re.compile(r"(?i)\b(basic|bearer|token)\s+[\w.~+/-]{16,}=*")
SIGNED = re.compile(r"(?<![\w.=-])[\w.=-]+(?::[\w-]{5,8})?:[\w-]{27,86}(?![\w-])", re.ASCII)
OPAQUE = re.compile(
    # Letters and digits in one long run, or both cases and digits in a run with - and _.
    r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}(?![A-Za-z0-9])"
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}(?![\w-])",
    re.ASCII,
)
OCTET = r"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)"
IPV4 = re.compile(rf"(?<![\d.vV])(?:{OCTET}\.){{3}}{OCTET}(?!\d|\.\d)", re.ASCII)
COLONS = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}(?::|%3a)){2,}+[0-9a-f:.]*+(?:%\w+)?", re.ASCII | re.I
)
PHONE = re.compile(
    r"(?<![\w.+-])(?:"
    r"(?:\+|%2b)\d(?:[\s().\-/]{0,3}\d){7,14}"  # +44-(0)-330-808-0201
    r"|\(?0\d{2,4}\)?[ ./-]{0,2}\d(?:[ .-]?\d){5,9}"  # 030 901820, 07911 123456, 0044 ...
    r"|0\d(?:[ .-]\d{2}){4}"  # 01 23 45 67 89
    r"|0\d[ -]\d{4}[ -]?\d{4}"  # 03-1234-5678
    r"|(?:1[ .-]?)?(?:\([2-9]\d{2}\)|[2-9]\d{2})[ .-]{0,2}[2-9]\d{2}[ .-]?\d{4}"  # 866-358-3880
    r")(?!\w|-\w)",
    re.I,
)


def _address_or_time(found: re.Match[str]) -> str:
    """Return [ip] in the place of an IPv6 address; leave times and the like alone."""
    candidate = re.sub("(?i)%3a", ":", found[0]).split("%")[0].rstrip(".")
    for address in (candidate, candidate.removesuffix(":")):
        try:
            is_somebody = int(ipaddress.IPv6Address(address)) > 0
        except ValueError:
            continue
        return "[ip]" if is_somebody else found[0]
    return found[0]


SCRUBS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (NAMED_SECRET, r"\1\2[secret]"),
    (AUTHORIZATION, r"\1 [secret]"),
    (SIGNED, "[secret]"),
    (WORD_OR_E_MAIL, lambda found: "[email]" if found["domain"] else found[0]),
    (OPAQUE, "[secret]"),
    (COLONS, _address_or_time),
    (IPV4, "[ip]"),
    (PHONE, "[phone]"),
)


def scrub(text: str) -> str:
    """Return `text` with e-mail and IP addresses, phone numbers and tokens replaced.

    Anything of that shape is replaced (four numbers with dots); dates, times, UUIDs, versions of
    two or three parts and ordinary numbers are kept.
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST].rsplit(maxsplit=1)[0]} …"
    for pattern, replacement in SCRUBS:
        text = pattern.sub(replacement, text)
    return text


def scrubbed_traceback(error: BaseException) -> str:
    """Return where `error` arose and of what class it is, without the values in its message."""
    chain = [f"{type(error).__module__}.{type(error).__qualname__}"]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        chain.append(f"(after {type(cause).__module__}.{type(cause).__qualname__})")
    return scrub(
        "".join(traceback.format_tb(error.__traceback__, limit=-LONGEST_TRACE))
    ) + " ".join(chain)


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of ASCII JSON: time, level, logger, event, and the error if any.

    Attached data (`extra`, such as Django's request) is never written.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": scrub(message_of(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = scrubbed_traceback(record.exc_info[1])
        return json.dumps(line)


def message_of(record: logging.LogRecord) -> str:
    """Return the record's message; without its values where they do not fit into it.

    Python would report the misfit on stderr, values and all.
    """
    try:
        return record.getMessage()
    except Exception:
        return str(record.msg)


DJANGO_LOGGERS: dict[str, dict[str, Any]] = {
    "django": {"handlers": [], "propagate": True, "level": "INFO"},
    "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
    "django.utils.autoreload": {"level": "WARNING"},
    "django_tasks_db": {"level": "WARNING"},
    "django_tasks": {"level": "WARNING"},
}


def logging_to_stderr(level: str, loggers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a configuration (logging.config.dictConfig) that writes JSON lines to stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "contactatonce.lib.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": loggers,
    }
