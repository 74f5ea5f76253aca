"""Requests need no account, cookie or script, and do not reveal who we know (P30)."""

import re
from datetime import timedelta

import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.lib.logs import scrub
from leads.models import Inquiry
from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest, RequestEvent
from privacy.rights import intake
from privacy.rights.request_links import new_secret, status_token
from privacy.rights.transitions import State
from tests.base import HOSTS
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase

STRANGER = "nobody.we.know@example.org"


class RequestIntakeTestCase(RequestTestCase):
    def test_form_works_on_all_five_sites(self):
        for host in HOSTS:
            page = self.visitor.get("/privacy/requests/", headers={"host": host})
            assert not page.cookies
            token = re.search(r'name="form_token" value="([^"{]+)"', page.content.decode())[1]
            response = self.send(headers={"host": host}, form_token=token)
            assert response.status_code == 303
            assert response["Location"] == "/privacy/requests/sent/"
            assert not response.cookies
            assert PrivacyRequest.objects.latest("pk").brand.host == host

    def test_an_old_form_that_was_stored_is_still_one_request(self):
        page = self.visitor.get("/privacy/requests/")
        token = re.search(r'name="form_token" value="([^"{]+)"', page.text)[1]
        self.send(form_token=token)
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            assert self.send(form_token=token)["Location"] == "/privacy/requests/sent/"
        assert PrivacyRequest.objects.count() == 1

    def test_every_footer_links_to_the_form(self):
        for path in ("/", "/contact/", "/privacy/", "/terms/", "/privacy/opt-out/"):
            for host in HOSTS:
                page = self.visitor.get(path, headers={"host": host}).content.decode()
                assert 'href="/privacy/requests/"' in page, (host, path)

    def test_every_kind_can_be_asked_for(self):
        for kind in PrivacyRequest.Kind.values:
            response = self.send(kind=kind, place="forum", text="They told everybody.")
            assert response.status_code == 303, kind
        kinds = PrivacyRequest.objects.values_list("kind", flat=True)
        assert sorted(kinds) == sorted(PrivacyRequest.Kind.values)

    def test_known_and_unknown_addresses_get_the_same_response(self):
        create_history()
        answers, statements = [], []
        for email in (ADA, STRANGER):
            self.send(email="warm@example.com")
            with CaptureQueriesContext(connection) as queries:
                response = self.send(email=email)
            statements.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries])
            body = self.visitor.get(response["Location"]).content
            answers.append((response.status_code, response["Location"], response.content, body))
        assert answers[0] == answers[1]
        assert any("privacy_privacyrequest" in sql for sql in statements[0])
        assert statements[0] == statements[1]
        assert not any("leads_" in sql or "accounts_" in sql for sql in statements[0])

    def test_mails_differ_only_in_their_token(self):
        create_history()
        letters = []
        for email in (ADA, STRANGER):
            mail.outbox.clear()
            self.send(email=email)
            self.work()
            assert [sent.to for sent in mail.outbox] == [[email]]
            link = self.confirm_link()
            letters.append(str(mail.outbox[0].message()["Subject"]) + mail.outbox[0].body)
            letters[-1] = letters[-1].replace(link, "LINK")
        assert letters[0] == letters[1]

    def test_mail_repeats_only_the_address_of_the_visitor(self):
        self.send(kind="complaint", text="<b>Buy pills at evil.example</b>")
        self.work()
        whole = mail.outbox[0].message().as_string()
        assert "evil.example" not in whole
        assert "pills" not in whole
        assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"

    def test_errors_are_shown_and_input_is_kept(self):
        response = self.send(kind="removal", email="not an address", text="On page 3 & 4")
        page = response.content.decode()
        assert response.status_code == 422
        assert "This is not an e-mail address yet" in page
        assert "Choose from where you want to be removed." in page
        assert "On page 3 &amp; 4" in page
        assert not PrivacyRequest.objects.exists()

    def test_hostile_bytes_are_no_server_error_and_go_into_no_header(self):
        for email in ("a\x00@example.com", "a@example.com\r\nBcc: b@example.com", "@", "ü" * 300):
            assert self.send(email=email).status_code == 422
        assert not PrivacyRequest.objects.exists()

    def test_no_job_and_no_event_holds_the_address(self):
        self.send(text="Ada Lovelace")
        self.work()
        assert ADA not in str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
        assert ADA not in str(list(RequestEvent.objects.values_list("note", flat=True)))


class ConfirmationTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.send()
        self.work()
        self.link = self.confirm_link()

    @property
    def request(self) -> PrivacyRequest:
        return PrivacyRequest.objects.get()

    def test_button_confirms_and_opening_the_link_does_not(self):
        for _ in range(2):
            page = self.visitor.get(self.link)
            assert page.status_code == 200
            self.visitor.head(self.link)
        assert self.request.state == State.RECEIVED
        response = self.confirm(self.link)
        assert response.status_code == 303
        assert self.request.state == State.CONFIRMED
        assert self.visitor.get(response["Location"]).status_code == 200

    def test_the_link_works_once(self):
        assert self.confirm(self.link).status_code == 303
        confirmed_at = self.request.confirmed_at
        assert self.visitor.post(self.link).status_code == 410
        assert self.visitor.get(self.link).status_code == 410
        assert self.request.confirmed_at == confirmed_at
        assert ConfirmationLink.objects.get().used_at is not None
        moves = RequestEvent.objects.filter(after=State.CONFIRMED)
        assert moves.count() == 1

    def test_the_link_works_for_seven_days(self):
        now = timezone.now()
        with time_machine.travel(now + timedelta(days=6, hours=23), tick=False):
            assert self.visitor.get(self.link).status_code == 200
        with time_machine.travel(now + timedelta(days=7, minutes=1), tick=False):
            assert self.visitor.post(self.link).status_code == 410
            assert intake.lapse() == 1
        assert self.request.state == State.LAPSED
        assert self.request.closed_at is not None
        assert (self.request.email, self.request.text) == ("", "")

    def test_invalid_links_get_the_same_page(self):
        forged = f"/privacy/requests/confirm/{new_secret()}/"
        self.confirm(self.link)
        bodies = {self.visitor.get(path).content for path in (self.link, forged)}
        assert len(bodies) == 1

    def test_secret_is_stored_as_a_digest_and_not_logged(self):
        secret = self.link.split("/")[-2]
        assert len(secret) >= 32  # 24 random bytes in base64 behind a mark of three
        stored = str([*PrivacyRequest.objects.values(), *ConfirmationLink.objects.values()])
        assert secret not in stored
        for _ in range(500):
            for hidden in (new_secret(), status_token(self.request)):
                assert hidden not in scrub(f"GET /privacy/requests/x/{hidden}/ 200")

    def test_secret_pages_are_not_cached_and_send_no_referrer(self):
        status = self.confirm(self.link)["Location"]
        for path in (self.link, status):
            page = self.visitor.get(path)
            assert page["Referrer-Policy"] == "no-referrer"
            assert "no-store" in page["Cache-Control"]
            assert page["X-Robots-Tag"] == "noindex"
            assert 'rel="canonical"' not in page.content.decode()
            assert not page.cookies

    def test_unconfirmed_request_does_not_affect_others(self):
        mine = self.request
        self.send()
        self.work()
        theirs = PrivacyRequest.objects.latest("pk")
        assert self.confirm().status_code == 303
        theirs.refresh_from_db()
        mine.refresh_from_db()
        assert theirs.state == State.CONFIRMED
        assert mine.state == State.RECEIVED
        page = self.visitor.get(self.status_path(theirs)).content.decode()
        assert mine.reference not in page

    def test_request_is_merged_into_a_confirmed_one_of_its_kind(self):
        first, second = self.confirmed(), self.confirmed()
        third = self.confirmed(kind="deletion")
        other = self.confirmed(email=STRANGER)
        for earlier in (self.request_unconfirmed(), third, other):
            with self.assertRaises(IllegalTransition):
                intake.link(second, earlier=earlier, by=self.dora)
        intake.link(second, earlier=first, by=self.dora)
        second.refresh_from_db()
        assert second.same_as == first

    def request_unconfirmed(self) -> PrivacyRequest:
        return PrivacyRequest.objects.order_by("pk").first()

    def test_second_letter_has_the_due_date_and_status_link(self):
        self.confirm(self.link)
        mail.outbox.clear()
        self.work()
        assert len(mail.outbox) == 1
        assert self.status_path(self.request) in mail.outbox[0].body
        assert f"{self.request.due_on:%B}" in mail.outbox[0].body

    def test_no_inquiry_is_touched_by_an_unconfirmed_deletion(self):
        create_history()
        self.send(kind="deletion")
        self.work()
        assert Inquiry.objects.filter(email=ADA).exists()
