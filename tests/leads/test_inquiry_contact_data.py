"""Names, phones and addresses of all kinds are accepted; likely typos get a suggestion."""

import pytest

from leads import mailboxes, phones
from leads.models import Inquiry

from .base import ANSWERS, InquiryTestCase, fields_of


class NamesTestCase(InquiryTestCase):
    def test_short_foreign_and_decorated_names_are_stored_as_written(self):
        for name in (
            "X",
            "O'Neil-Ślęzak",
            "山田太郎",
            "Нора",
            "نورا",
            "Nora 🚗",
            "𝒩ora",
            "n" * 200,
        ):
            response = self.send(name=name)
            assert response.status_code == 303, name
            assert Inquiry.objects.latest("pk").name == name

    def test_text_with_emoji_is_stored_as_written(self):
        self.send(message="Danke 🙏🏽 👨‍👩‍👧‍👦 – ça marche?")
        assert Inquiry.objects.get().message == "Danke 🙏🏽 👨‍👩‍👧‍👦 – ça marche?"


class MailAddressTestCase(InquiryTestCase):
    def test_international_addresses_are_compared_in_ascii(self):
        assert self.send(email="jorg@Bücher.example").status_code == 303
        inquiry = Inquiry.objects.get()
        assert inquiry.email == "jorg@bücher.example"
        assert inquiry.email_key == "jorg@xn--bcher-kva.example"

    def test_likely_typo_gets_a_suggestion_once(self):
        response = self.send(email="nora@gmial.com")
        self.assertContains(response, "Did you mean nora@gmail.com?", status_code=422)
        assert not Inquiry.objects.exists()
        again = self.send(fields_of(response))
        assert again.status_code == 303
        assert Inquiry.objects.get().email == "nora@gmial.com"

    def test_second_typo_gets_a_new_suggestion(self):
        fields = fields_of(self.send(email="nora@gmial.com"))
        assert self.send(fields, email="nora@yaho.com").status_code == 422

    def test_disposable_address_is_accepted_and_flagged(self):
        fields = {**self.open_form(), **ANSWERS, "email": "nora@mailinator.com"}
        assert self.send(fields).status_code == 303
        inquiry = Inquiry.objects.get()
        assert inquiry.has_disposable_address
        assert inquiry.spam_score == 0


class PhoneTestCase(InquiryTestCase):
    def test_any_phone_number_is_accepted(self):
        for phone in (
            "call after 5",
            "12",
            "+1",
            "☎ 404 555 0100",
            "ext. 12 at the desk",
            "0" * 120,
        ):
            assert self.send(phone=phone).status_code == 303, phone
            assert Inquiry.objects.latest("pk").phone == phone

    def test_number_without_country_code_uses_the_given_country(self):
        for phone, country, e164 in (
            ("030 901820", "DE", "+4930901820"),
            ("020 7946 0958", "GB", "+442079460958"),
            ("(404) 555-0100", "", "+14045550100"),
            ("0330 808 0201", "", "+443308080201"),
        ):
            self.send(phone=phone, country=country)
            assert Inquiry.objects.latest("pk").phone_e164 == e164


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("+44 20 7946 0958", "+442079460958"),
        ("404-555-0100 ext. 12", "+14045550100"),
        ("404-555-0100 call after 5", "+14045550100"),
        ("1 (866) 358-3880", "+18663583880"),
        ("call me", ""),
        ("", ""),
    ],
)
def test_phone_number_is_found_in_free_text(raw, e164):
    assert phones.to_e164(raw, ["US"]) == e164


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("yahooo.com", "yahoo.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("acme.con", "acme.com"),
        ("comcst.net", "comcast.net"),
        ("gmail.com", ""),
        ("mail.com", ""),
        ("ymail.com", ""),
        ("hotmail.co.uk", ""),
        ("example.com", ""),
        ("comcast.com", ""),
        ("gmx.de", ""),
        ("yahoo.fr", ""),
    ],
)
def test_only_likely_typos_get_a_suggestion(domain, meant):
    assert mailboxes.suggestion(f"nora@{domain}") == (f"nora@{meant}" if meant else "")


@pytest.mark.parametrize("domain", ["mailinator.com", "sub.mailinator.com", "MAILINATOR.COM"])
def test_disposable_providers_are_known_with_their_subdomains(domain):
    assert mailboxes.is_disposable(f"x@{domain}")


@pytest.mark.parametrize("domain", ["gmail.com", "privaterelay.appleid.com", "example.com"])
def test_real_and_relay_mailboxes_are_not_disposable(domain):
    assert not mailboxes.is_disposable(f"x@{domain}")
