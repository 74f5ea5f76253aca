"""Only trusted proxies decide a visitor's network; headers that visitors send are ignored."""

import pytest
from django.test import RequestFactory
from django_ratelimit.core import _get_ip
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contactatonce.lib.client_ip import UNKNOWN, client_ip

VISITOR, PROXY = "198.51.100.7", "10.0.0.1"


def ask(remote: str = PROXY, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_ip(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, PROXY),
        (0, VISITOR, PROXY),  # no proxy is trusted, so nobody may forward
        (1, VISITOR, VISITOR),
        (1, f"203.0.113.9, {VISITOR}", VISITOR),
        (1, f"203.0.113.9,,garbage,\t{VISITOR} ", VISITOR),
        (2, f"{VISITOR}, 10.0.0.2", VISITOR),
        (2, f"203.0.113.9, {VISITOR}, 10.0.0.2", VISITOR),
        (2, VISITOR, PROXY),  # it went past the outer proxy
        (1, None, PROXY),
        (1, "", PROXY),
        (1, f"{VISITOR},", PROXY),
        (1, "unknown", UNKNOWN),
        (1, f"{VISITOR}:4711", VISITOR),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "::ffff:198.51.100.7", VISITOR),
        (1, "fe80::7%eth0", "fe80::7"),
        (1, "198.51.100.07", UNKNOWN),
        (1, "198.51.100.7/8", UNKNOWN),
        (1, "\x00", UNKNOWN),
    ],
)
def test_hops_are_counted_from_the_right(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert ask(forwarded=forwarded) == expected


@pytest.mark.parametrize("remote", ["", "garbage", "unix:", "/run/gunicorn.sock"])
def test_without_an_address_everybody_is_unknown(remote):
    assert ask(remote) == UNKNOWN


@pytest.mark.parametrize(
    ("address", "network"),
    [
        (VISITOR, "198.51.100.0"),
        ("::ffff:198.51.100.200", "198.51.100.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::7%eth0", "fe80::"),
        ("", UNKNOWN),
    ],
)
def test_a_network_is_24_or_64_bits_wide(address, network):
    assert _get_ip(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@hypothesis_settings(max_examples=300)
@given(st.text(max_size=60))
def test_whatever_a_visitor_forges_changes_nothing(forged):
    from_visitor = forged.encode("latin-1", "replace").decode("latin-1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.TRUSTED_PROXIES", 1)
        assert ask(forwarded=f"{from_visitor},{VISITOR}") == VISITOR
        _get_ip(RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=from_visitor))
