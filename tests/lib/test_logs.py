"""A log line is one line of JSON that identifies no one."""

import io
import json
import logging
import string
from ipaddress import IPv4Address, IPv6Address
from unittest import mock

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from contactatonce.lib.logs import JsonFormatter, scrub
from tests.cost import MOST_TIMES, PROSE, times

KEEPS = [
    "12:30:45",
    "10:30",
    "2026-11-22",
    "2026-11-22 10:30:45.123",
    "2026-11-22T10:30:45.123+00:00",
    "03-04-2026 10:30",
    "job a9c34586-57e6-41c3-9ee1-e816c742c2b3",
    "01234567-8901-4234-8567-012345678901",
    "Django 5.2.19 on Python 3.11.7",
    "v1.2.3.4",
    "1234567 rows, 12.25 s, 99.5%, 1,234,567,890 bytes",
    "0.123456789012",
    "1234.5678901234",
    "1732271400",
    "1732271400123456789",
    "port 8000",
    "-12345",
    "HTTP/1.1 404",
    "/blog/2026/11/10-ways-to-answer-car-shoppers/",
    "/static/css/site.0123abcd4567.css",
    "leads_inquiry_brand_id_2f3a_fk",
    "contactatonce.jobs.services:run",
    "exit code: 1",
    "Basic functionality",
    "file.py:12:5",
    "std::vector",
]
LOSES = {
    "o'brien+news@example.com": "brien",
    '"nora example"@example.com': "nora",
    "jörg@bücher.example": "cher",
    "उपयोगकर्ता@उदाहरण.परीक्षा": "उदाहरण",
    "nora@localhost": "nora",
    "nora@[192.0.2.1]": "nora",
    "bounce+nora=example.com@lists.example.org": "nora",
    "/unsubscribe/nora%40example.com/": "nora",
    "/unsubscribe/nora%2540example.com/": "nora",
    "<nora@example.com>,<dora@example.com>": "dora",
    "nora＠example.com": "nora",
    "192.0.2.17.": "192",
    "192.0.2.17:8000": "192",
    "from=192.0.2.17;": "192",
    "2001:db8::17": "db8",
    "[2001:db8:0:1:2:3:4:17]:443": "db8",
    "2001%3Adb8%3A%3A17": "db8",
    "::ffff:192.0.2.17": "192",
    "fe80::17%eth0": "fe80",
    "+1 866 358 3880": "358",
    "+44-(0)-330-808-0201": "330",
    "%2B44 330 808 0201": "330",
    "(866) 358-3880": "358",
    "1-866-358-3880": "358",
    "8663583880": "358",
    "030 901820": "901",
    "07911 123456": "7911",
    "01 23 45 67 89": "67",
    "03-1234-5678": "1234",
    "/accounts/password/reset/key/4-c2x1ab-0123456789abcdef0123456789abcdef/": "abcdef",
    "/accounts/confirm-email/MTI:1tE2ab:0123456789_bcdefghij-0123456789abcdefghijABC/": "bcdef",
    "?next=/&token=abc&x=1": "abc",
    "Cookie: session=abc123; csrftoken=xyz789": "xyz",
    "sessionid=abc123": "abc",
    "{'password': 'two words'}": "words",
    "Authorization: Bearer abcdefghij1234567890": "abcdefghij",
    "/u/Zx81kQ_9-aBcDeFgHiJkLm": "aBcDe",
    "postgres://site:hunter2@db.example/site": "hunter2",
}
FRAMES = st.sampled_from(
    [("", ""), ("mail to ", " failed"), ("<", ">"), ("=", "&x=1"), ("\n", "\n")]
)
WORD = st.text(st.characters(categories=["L", "N", "M"]), min_size=1, max_size=20)
LOCAL = st.text(
    st.characters(categories=["L", "N"], include_characters="._+-'!#$%&*/=?^`{|}~"),
    min_size=1,
    max_size=64,
)


@pytest.mark.parametrize("text", KEEPS)
def test_what_points_at_nobody_stays(text):
    assert scrub(text) == text
    assert scrub(f"before {text}, after") == f"before {text}, after"


@pytest.mark.parametrize("text", LOSES)
def test_what_points_at_somebody_goes(text):
    for around in ("{}", "before {} after", "'{}'", "({})", "x={}"):
        assert LOSES[text] not in scrub(around.format(text))


@given(FRAMES, LOCAL, st.lists(WORD, min_size=1, max_size=4))
def test_no_half_of_an_address_is_left(frame, local, labels):
    domain = ".".join(labels)
    cleaned = scrub(f"{frame[0]}{local}@{domain}{frame[1]}")
    assert "@" not in cleaned
    for part in (local, domain):
        if len(part) > 6:  # shorter ones may be part of the frame or of a placeholder
            assert part not in cleaned


@given(
    FRAMES,
    st.one_of(
        st.builds(IPv4Address, st.integers(0, 2**32 - 1)),
        st.builds(IPv6Address, st.integers(1, 2**128 - 1)),
    ),
)
def test_no_network_address_is_left(frame, address):
    for text in {str(address), address.exploded}:
        assert text not in scrub(f"{frame[0]}{text}{frame[1]}")


@given(st.text(string.digits, min_size=8, max_size=14), st.sampled_from([" ", "-", ".", ""]))
def test_no_international_number_is_left(digits, mark):
    number = mark.join([digits[:2], digits[2:5], digits[5:]])
    assert scrub(f"call +{number} now") == "call [phone] now"


@given(st.text())
def test_any_text_is_one_line_of_ascii(text):
    record = logging.LogRecord("test", logging.INFO, "", 0, "%s", (text,), None)
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == scrub(text)


@pytest.mark.parametrize(
    "bomb",
    ["a", "a.", "1", "1.", ":", "a:", "%40", "@", '"a', "+1 ", "A1", "-", "a@", "a-", "%", "a@["],
)
def test_a_long_text_costs_little_and_is_cut(bomb):
    text = bomb * (1_000_000 // len(bomb))
    prose = PROSE * 50
    assert len(scrub(text)) < 25_000
    assert times(lambda: scrub(text), lambda: scrub(prose)) < MOST_TIMES


def test_nothing_that_is_attached_to_a_record_is_written():
    record = logging.LogRecord("test", logging.ERROR, "", 0, "event", (), None)
    record.request = "nora@example.com"
    record.stack_info = "nora@example.com"
    assert json.loads(JsonFormatter().format(record)).keys() == {"time", "level", "logger", "event"}


def test_values_that_do_not_fit_are_not_printed(capsys):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.handle(logging.LogRecord("t", 40, "", 0, "for %s and %s", ("Nora Example",), None))
    assert json.loads(stream.getvalue())["event"] == "for %s and %s"
    assert "Nora" not in capsys.readouterr().err


def explode(request: WSGIRequest, email: str) -> None:
    name = request.POST["name"]
    try:
        raise KeyError(name)
    except KeyError as error:
        raise ValueError(f"{name} at {request.META['REMOTE_ADDR']}") from error


urlpatterns = [path("explode/<str:email>/", explode)]


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_an_error_in_a_view_tells_where_and_not_what():
    stream = io.StringIO()
    root = logging.getLogger()
    handlers = [h for h in root.handlers if isinstance(h.formatter, JsonFormatter)]
    assert len(handlers) == 1
    with mock.patch.object(handlers[0], "stream", stream):
        client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.17")
        with mock.patch.object(settings, "MIDDLEWARE", []):
            client.post("/explode/nora@example.com/", {"name": "Nora Example"})
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[-1]["event"] == "Internal Server Error: [email]/"
    assert "in explode" in lines[-1]["error"]
    assert lines[-1]["error"].endswith("builtins.ValueError (after builtins.KeyError)")
    for trace in ("Nora", "nora", "192.0.2"):
        assert trace not in stream.getvalue()


def test_every_handler_of_every_logger_is_ours():
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    found = {(logger.name, handler) for logger in loggers for handler in logger.handlers}
    found = {
        (name, handler)
        for name, handler in found
        if not isinstance(handler, logging.NullHandler)
        and not type(handler).__module__.startswith("_pytest")
    }
    assert {name for name, _ in found} == {"root"}
    assert all(isinstance(handler.formatter, JsonFormatter) for _, handler in found)


def test_the_request_itself_says_nothing_when_it_is_logged():
    request = RequestFactory().post("/contact/?email=nora@example.com", {"name": "Nora"})
    record = logging.LogRecord("test", logging.ERROR, "", 0, "%r", (request,), None)
    assert "ora" not in JsonFormatter().format(record).replace("contact", "")
