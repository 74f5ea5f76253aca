"""A mailbox gets a limited number of mails, from all networks, processes and tags together."""

from unittest import mock

import pytest
import time_machine
from django.core.cache import cache
from django.db import Error
from django.utils import timezone

from contactatonce.lib.cache import OpenRedisCache
from contactatonce.lib.email_addresses import mailbox
from contactatonce.lib.limits import DAY, HOUR, MailLimit

pytestmark = pytest.mark.django_db
LIMIT = MailLimit("test", ((2, HOUR), (3, DAY)))
NORA = "nora@example.com"


def taken(*addresses, start=0):
    return [LIMIT.take(address, start + number) for number, address in enumerate(addresses)]


def test_third_mail_of_an_hour_is_refused():
    assert taken(NORA, NORA, NORA, "other@example.com") == [True, True, False, True]


def test_spellings_share_a_limit():
    assert taken("nora@xn--bcher-kva.example", "NORA@Bücher.example", "nora@bücher.example") == [
        True,
        True,
        False,
    ]


def test_tags_share_a_limit_and_leave_the_plain_address_its_own():
    tagged = [f"nora+{number}@example.com" for number in range(4)]
    assert taken(*tagged, NORA) == [True, True, False, False, True]
    assert mailbox("Nora+a+b@Example.com") == "nora+@example.com"


def test_retry_keeps_its_place():
    assert [LIMIT.take(NORA, "same") for _ in range(5)] == [True] * 5
    assert taken(NORA, NORA) == [True, False]


def test_day_has_a_limit_of_its_own():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for hour in range(3):
            assert LIMIT.take(NORA, hour) is (hour < 3)
            clock.shift(HOUR + 1)
        assert not LIMIT.take(NORA, 3)
        clock.shift(DAY - 3 * HOUR)
        assert LIMIT.take(NORA, 4)


def test_mail_that_the_day_refuses_takes_no_place_in_the_hour():
    limit = MailLimit("test", ((1, HOUR), (1, DAY)))
    assert limit.take(NORA, 1)
    cache.delete_many(limit._places(NORA, 1, HOUR))
    assert not limit.take(NORA, 2)
    assert not cache.get_many(limit._places(NORA, 1, HOUR))


def test_window_restarts_when_the_mail_has_left():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        taken(NORA, NORA)
        clock.shift(HOUR - 10)
        LIMIT.restart(NORA, 0)
        LIMIT.restart(NORA, 1)
        clock.shift(20)
        assert not LIMIT.take(NORA, 2)


def test_released_mailbox_gets_mails_again():
    assert taken(NORA, NORA, NORA, "other@example.com") == [True, True, False, True]
    LIMIT.release("NORA@example.com")
    assert taken(NORA, NORA, NORA, start=9) == [True, True, False]


def test_concurrent_jobs_cannot_pass_the_limit():
    """Each of them looked before any other one wrote."""
    look = cache.get_many
    with mock.patch.object(type(cache._connections["default"]), "get_many") as stale:
        stale.side_effect = lambda keys, version=None: {} if stale.call_count % 2 else look(keys)
        assert taken(NORA, NORA, NORA, NORA) == [True, True, False, False]


def test_cache_that_is_away_refuses_no_mail():
    with mock.patch("contactatonce.lib.cache.connections") as connections:
        connections["default"].cursor.side_effect = Error
        assert taken(NORA, NORA, NORA) == [True, True, True]


def test_redis_that_ends_between_two_commands_refuses_no_visitor():
    away = OpenRedisCache("redis://127.0.0.1:1/0", {})
    with pytest.raises(ValueError, match="does not answer"):
        away.incr("count")
    assert not away.has_key("count")


def test_redis_that_is_away_refuses_no_mail():
    away = OpenRedisCache("redis://127.0.0.1:1/0", {})
    with mock.patch("contactatonce.lib.limits.cache", away):
        assert taken(NORA, NORA, NORA) == [True, True, True]
        LIMIT.restart(NORA, 1)


def test_places_hold_no_address():
    assert "nora" not in "".join(LIMIT._places(NORA, 2, HOUR))
