"""Bad input causes no server error, no partial storage and no unescaped output."""

from urllib.parse import urlencode

from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from contactatonce.lib import form_tokens
from leads.models import Inquiry, Lead

from .base import ANSWERS, BROWSER, InquiryTestCase, fields_of

FORM = "application/x-www-form-urlencoded"
SCRIPT = '"><script>alert(1)</script>'


class BadInputTestCase(InquiryTestCase):
    def test_oversized_body_gets_413_before_it_is_read(self):
        response = self.send(message="x" * 1_100_000)
        self.assertContains(response, "too long for this form", status_code=413)
        assert not Inquiry.objects.exists()

    def test_oversized_file_gets_413(self):
        boundary = "b" * 20
        body = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        body += "x" * 1_100_000 + f"\r\n--{boundary}--\r\n"
        response = self.post_raw(body.encode(), f"multipart/form-data; boundary={boundary}")
        assert response.status_code == 413

    def test_text_over_the_limit_is_shown_again_complete(self):
        text = "word " * 3000
        response = self.send(message=text)
        assert response.status_code == 422
        assert fields_of(response)["message"] == text

    def test_control_characters_are_removed(self):
        self.send(name="No\x00ra\x1b[31m", message="Hel\x00lo\x07\r\nthere\tnow")
        inquiry = Inquiry.objects.get()
        assert inquiry.name == "No ra [31m"
        assert inquiry.message == "Hello\nthere\tnow"

    def test_bidi_control_characters_are_removed_from_lines(self):
        self.send(name="Nora\u202egnp.exe\u202c")
        assert Inquiry.objects.get().name == "Noragnp.exe"

    def test_line_breaks_become_spaces_in_names_not_in_addresses(self):
        self.send(name="Nora\r\nBcc: everybody@example.com")
        assert Inquiry.objects.get().name == "Nora Bcc: everybody@example.com"
        response = self.send(email="nora@example.com\r\nBcc: everybody@example.com")
        assert response.status_code == 422

    def test_invalid_utf8_is_stored_with_replacement_marks(self):
        fields = {**self.open_form(), **ANSWERS}
        del fields["message"]
        body = urlencode(fields).encode() + b"&message=caf%E9+%FF+and+%ED%A0%80"
        response = self.post_raw(body, FORM)
        assert response.status_code == 303
        assert "caf\ufffd" in Inquiry.objects.get().message

    def test_other_charsets_cause_no_error(self):
        fields = {**self.open_form(), **ANSWERS}
        for charset in ("utf-16", "utf-7", "base64", "rot13", "idna", "nonsense", "zlib"):
            body = urlencode(fields).encode()
            assert self.post_raw(body, f"{FORM}; charset={charset}").status_code < 500, charset
            multipart = (
                b"--b\r\nContent-Disposition: form-data; name=message\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n\xff=\r\n--b--\r\n"
            )
            kind = f"multipart/form-data; boundary=b; charset={charset}"
            assert self.post_raw(multipart, kind).status_code < 500, charset

    def test_malformed_multipart_gets_400_with_advice(self):
        for body, kind in (
            (b"", "multipart/form-data"),
            (b"x", "multipart/form-data; boundary="),
            (b"--b\r\nContent-Dispo", 'multipart/form-data; boundary="b'),
            (b"--b\r\n" * 3, f"multipart/form-data; boundary={'b' * 300}"),
        ):
            response = self.post_raw(body, kind)
            assert response.status_code in {400, 422}, kind
            self.assertContains(response, "<h1>", status_code=response.status_code)

    def test_too_many_fields_get_400(self):
        body = "&".join(f"a{number}=1" for number in range(1001)).encode()
        assert self.post_raw(body, FORM).status_code == 400

    def test_json_and_empty_bodies_get_an_error_page(self):
        for body, kind in ((b'{"message": "x"}', "application/json"), (b"", FORM)):
            assert self.post_raw(body, kind).status_code == 422

    def test_script_is_never_shown_unescaped(self):
        fields = dict.fromkeys(self.open_form(), SCRIPT)
        token = self.open_form()["form_token"]
        for response in (
            self.send(fields),
            self.send({**fields, "form_token": token}),
            self.send({**fields, "form_token": token}, headers={"sec-fetch-site": "cross-site"}),
        ):
            assert response.status_code in {403, 422}
            assert SCRIPT not in response.content.decode()
            assert fields_of(response)["name"] == SCRIPT

    def test_cross_site_post_gets_403_and_keeps_the_text(self):
        fields = {**self.open_form(), **ANSWERS}
        for headers in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "", "origin": "https://evil.example.net"},
            {"sec-fetch-site": "", "origin": "null"},
            {"sec-fetch-site": "", "origin": "http://["},
            {"sec-fetch-site": "", "origin": "http://a]b"},
        ):
            response = self.send(fields, headers=headers)
            self.assertContains(response, "sent from another website", status_code=403)
            shown = fields_of(response)
            assert shown["message"] == ANSWERS["message"]
            assert shown["form_token"] != fields["form_token"]
            assert not Inquiry.objects.exists()
        assert self.send(shown).status_code == 303

    def test_invalid_token_keeps_the_text_and_issues_a_new_one(self):
        for token in ("", "x", "a:b:c", "é" * 50, form_tokens.mint("autodealerchat:contact")):
            response = self.send({**self.open_form(), **ANSWERS, "form_token": token})
            assert response.status_code == 422, token
            shown = fields_of(response)
            assert shown["message"] == ANSWERS["message"]
            assert form_tokens.read(shown["form_token"], self.form.scope)
        assert not Inquiry.objects.exists()
        assert self.send(shown).status_code == 303

    def test_an_unknown_host_gets_421(self):
        fields = {**self.open_form(), **ANSWERS}
        for host in ("evil.example.net", "www.contactatonce.com.evil.example", "", "[::1"):
            assert self.client.post(self.action, fields, headers={"host": host}).status_code == 421
        assert not Inquiry.objects.exists()

    @override_settings(ALLOWED_HOSTS=["www.contactatonce.com"])
    def test_page_field_accepts_only_paths_of_the_site(self):
        foreign = ("https://evil.example.net/", "//evil.example.net/")
        for page in (*foreign, "x", SCRIPT, "/a b", f"/{'x' * 300}"):
            self.send(page=page)
            assert Inquiry.objects.first().page == ""

    def post_raw(self, body: bytes, kind: str):
        return self.client.generic("POST", self.action, body, kind)


keys = st.sampled_from([*ANSWERS, "phone", "country", "company_size", "news", "page", "email_kept"])
values = st.text(max_size=30) | st.sampled_from(["\x00", SCRIPT, "US", "1001+", "n@example.com"])


class FuzzTestCase(HypothesisTestCase, InquiryTestCase):
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )
    @given(st.dictionaries(keys, st.lists(values, max_size=2)), st.booleans())
    @override_settings(INQUIRY_RATE="100000/m")
    def test_any_input_gets_a_receipt_or_a_form_with_errors(self, answers, is_bare):
        fields = {} if is_bare else {**ANSWERS}
        fields = {**fields, **answers, "form_token": form_tokens.mint(self.form.scope)}
        before = Inquiry.objects.count()
        with transaction.atomic():
            response = self.client.post(
                self.action,
                urlencode(fields, doseq=True, errors="surrogatepass"),
                content_type=FORM,
            )
        assert response.status_code in {303, 422}
        assert Inquiry.objects.count() - before == (response.status_code == 303)
        assert Lead.objects.count() == Inquiry.objects.count()
        assert SCRIPT not in response.content.decode()

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=200), st.sampled_from([FORM, "multipart/form-data; boundary=b"]))
    @override_settings(INQUIRY_RATE="100000/m")
    def test_any_bytes_get_a_page(self, body, kind):
        response = self.client.post(self.action, body, content_type=kind, headers=BROWSER)
        assert response.status_code in {400, 422}
