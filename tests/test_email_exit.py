"""The one exit for mail writes every address as SMTP takes it, or gives up at once."""

from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import GiveUp
from contactatonce.lib.mail import Refused, hand_over
from tests.email_corpus import INVALID, SPELLINGS


def message(address):
    return EmailMessage("Hello", "Plain words", "us@example.com", [address])


@pytest.mark.parametrize(("typed", "kept", "key"), SPELLINGS)
def test_address_is_sent_to_in_ascii(typed, kept, key):
    for stored in (kept, key):
        hand_over(message(stored))
        [to] = mail.outbox[-1].to
        assert to.isascii()
        assert to.rpartition("@")[2].lower() == key.rpartition("@")[2]
        assert mail.outbox[-1].message()["To"] == to


def test_sharp_s_is_not_sent_to_double_s():
    hand_over(message("lea@faß.example"))
    assert mail.outbox[-1].to == ["lea@xn--fa-hia.example"]


def test_two_dots_are_quoted_for_the_server():
    hand_over(message("nora..b@docomo.ne.jp"))
    assert mail.outbox[-1].to == ['"nora..b"@docomo.ne.jp']


@pytest.mark.parametrize("address", [*INVALID, "former-1@erased.invalid"])
def test_address_that_slipped_through_is_refused_without_being_named(address):
    with mock.patch.object(EmailMessage, "send") as sent, pytest.raises(Refused) as refused:
        hand_over(message(address))
    sent.assert_not_called()
    assert str(refused.value) == "No mail server can deliver to this address"


@pytest.mark.django_db
def test_job_gives_up_on_an_address_that_slipped_through():
    with pytest.raises(GiveUp):
        send_once("test", lambda: message("jörg@example.com"))
