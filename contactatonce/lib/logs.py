"""One JSON line per event, with whatever could point at a person taken out."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

SCRUBS = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (
        re.compile(r"(?i)\b(token|key|secret|password|signature|sessionid)=[^\s&\"']+"),
        r"\1=[secret]",
    ),
    (re.compile(r"(?<![\w-])[A-Za-z0-9_-]{20,}:[A-Za-z0-9_:-]{20,}"), "[secret]"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), "[ip]"),
    (
        re.compile(
            r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4})?(?![\w:])|::ffff:\S+"
        ),
        "[ip]",
    ),
    (re.compile(r"(?<![\w-])\+?\d(?:[\s().-]{0,2}\d){8,14}(?![\w-])"), "[phone]"),
)


def scrub(text: str) -> str:
    """Return `text` with e-mail and network addresses, phone numbers and tokens replaced."""
    for pattern, replacement in SCRUBS:
        text = pattern.sub(replacement, text)
    return text


def scrubbed_traceback(error: BaseException) -> str:
    """Return where `error` arose and of what class it is, without the values in its message."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return scrub(f"{frames}{type(error).__module__}.{type(error).__qualname__}")


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object: time, level, logger, event, and the error if any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": scrub(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = scrubbed_traceback(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)
