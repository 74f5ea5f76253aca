"""The requester's own page: a secret link, no account; and what can be done there (P30)."""

import io
import re
import zipfile

from django.core import mail

from privacy.models import PrivacyRequest
from privacy.rights import fulfillment, requests
from privacy.rights.request_links import status_token
from privacy.rights.transitions import State
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase


class StatusPageTestCase(RequestTestCase):
    def page(self, request: PrivacyRequest) -> str:
        return self.visitor.get(self.status_path(request)).content.decode()

    def test_status_page_shows_state_due_date_and_sources(self):
        request = self.confirmed(kind="deletion")
        page = self.page(request)
        assert "Confirmed" in page
        assert f"{request.due_on:%B} {request.due_on.day}, {request.due_on.year}" in page
        assert "<li>Inquiries</li>" in page
        assert request.reference in page
        assert ADA not in page

    def test_forged_foreign_and_unconfirmed_links_get_no_page(self):
        request = self.confirmed()
        token = status_token(request)
        unconfirmed = PrivacyRequest.objects.create(
            kind="access", brand=self.brand, channel="web", email="bob@example.com"
        )
        other = self.confirmed(email="carol@example.com")
        for wrong in (
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token[:25] + status_token(other)[25:],  # the name of one, the signature of another
            status_token(unconfirmed),
            "x",
            "S1a" + "A" * 46,
            token[:25] + "%C3%A9" * 24,
        ):
            response = self.visitor.get(f"/privacy/requests/status/{wrong}/")
            assert response.status_code == 404, wrong

    def test_withdrawal_needs_post_and_closes_the_request(self):
        request = self.confirmed(kind="deletion")
        path = f"{self.status_path(request)}withdraw/"
        assert self.visitor.get(path).status_code == 405
        assert self.visitor.post(path).status_code == 303
        request.refresh_from_db()
        assert request.state == State.WITHDRAWN
        assert "Withdraw this request" not in self.page(request)
        assert self.visitor.post(path).status_code == 409

    def test_cross_site_posts_are_refused(self):
        request = self.confirmed()
        path = f"{self.status_path(request)}withdraw/"
        response = self.visitor.post(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
        request.refresh_from_db()
        assert request.state == State.CONFIRMED

    def test_question_is_answered_on_the_status_page(self):
        request = self.confirmed(kind="complaint", text="Too much mail.")
        requests.begin(request, by=self.dora)
        mail.outbox.clear()
        requests.ask(request, question="Which letter was it?", by=self.dora)
        self.work()
        assert "A question" in mail.outbox[0].subject
        assert "Which letter" not in mail.outbox[0].body
        assert "Which letter was it?" in self.page(request)
        path = f"{self.status_path(request)}answer/"
        assert self.visitor.post(path, {"text": ""}).status_code == 422
        assert self.visitor.post(path, {"text": "The one of May."}).status_code == 303
        request.refresh_from_db()
        assert (request.state, request.answer) == (State.IN_PROGRESS, "The one of May.")

    def test_unsent_text_is_returned_after_a_concurrent_step(self):
        text = f"The <one> of May. {'very ' * 700}"
        answered = self.confirmed(kind="complaint", text="Too much mail.")
        requests.begin(answered, by=self.dora)
        requests.ask(answered, question="Which letter was it?", by=self.dora)
        requests.answer(answered, text="An earlier answer.")
        response = self.visitor.post(f"{self.status_path(answered)}answer/", {"text": text})
        self.assertContains(response, "nothing was stored", status_code=409)
        escaped = text.strip().replace("<one>", "&lt;one&gt;")
        assert f'Your answer</label><textarea id="typed-1" rows="6" readonly>{escaped}' in (
            response.text
        )
        closed = self.confirmed(kind="correction")
        requests.withdraw(closed)
        proposal = {"what": "Name", "before": "Ada Lovelase", "after": "Ada Lovelace"}
        response = self.visitor.post(f"{self.status_path(closed)}propose/", proposal)
        assert response.status_code == 409
        assert all(f"readonly>{value}</textarea>" in response.text for value in proposal.values())
        response = self.visitor.post(f"{self.status_path(closed)}withdraw/", {"text": "Words"})
        self.assertNotContains(response, "readonly", status_code=409)

    def test_two_questions_are_two_letters(self):
        request = self.confirmed(kind="complaint", text="Too much mail.")
        requests.begin(request, by=self.dora)
        mail.outbox.clear()
        for question in ("First?", "Second?"):
            requests.ask(request, question=question, by=self.dora)
            self.work()
            requests.answer(request, text="Yes.")
        assert len(mail.outbox) == 2

    def test_refusal_shows_reason_and_complaint_options(self):
        request = self.confirmed(kind="deletion")
        requests.begin(request, by=self.dora)
        mail.outbox.clear()
        requests.refuse(request, reason="law", explanation="Tax records.", by=self.dora)
        self.work()
        for told in (self.page(request), mail.outbox[0].body):
            assert "requires us to keep it as it is" in told
            assert "dispute form" in told
            assert "P03" in told
        assert "Tax records." in self.page(request)


class CopyTestCase(RequestTestCase):
    def test_a_released_copy_needs_the_link_and_the_mailed_code(self):
        create_history()
        request = self.confirmed()
        fulfillment.prepare_export(request, by=self.dora)
        path = f"{self.status_path(request)}export/"
        assert self.visitor.post(path, {"code": "12345678"}).status_code == 410
        mail.outbox.clear()
        fulfillment.release_export(request, by=self.dora)
        self.work()
        letters = {sent.subject: sent.body for sent in mail.outbox}
        code = re.search(r"\n(\d{4} \d{4})\n", letters["Your code"])[1]
        assert "/privacy/requests/status/" not in letters["Your code"]
        assert self.status_path(request) in letters["The copy of your data is ready"]
        assert code not in letters["The copy of your data is ready"]
        assert self.visitor.post(path, {"code": "00000000"}).status_code == 422
        response = self.visitor.post(path, {"code": code})
        assert response.status_code == 200
        assert response["Content-Disposition"] == 'attachment; filename="copy-of-your-data.zip"'
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            assert ADA in archive.read("data.json").decode()
        request.refresh_from_db()
        assert request.state == State.FULFILLED

    def test_downloads_and_wrong_codes_are_limited_to_three(self):
        request = self.confirmed()
        fulfillment.prepare_export(request, by=self.dora)
        fulfillment.release_export(request, by=self.dora)
        self.work()
        path = f"{self.status_path(request)}export/"
        tries = [self.visitor.post(path, {"code": "00000000"}).status_code for _ in range(4)]
        assert tries == [422, 422, 422, 410]
