"""Letters of an account: to its owner, from the site that was asked, and through the queue."""

import re

from allauth.account.models import EmailAddress
from django.core import mail

from contactatonce.accounts.letters import NOTICES
from contactatonce.jobs.models import Job
from tests import factories
from tests.accounts.base import work_off
from tests.base import SiteTestCase

RESET = "/accounts/password/reset/"
ELSEWHERE = {"host": "www.apartmentchat.com"}


class LettersTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.mia = factories.create_member("mia@example.com", "Mia")

    def test_known_and_unknown_addresses_get_the_same_answer_and_only_one_gets_a_letter(self):
        known = self.client.post(RESET, {"email": "mia@example.com"}, follow=True)
        unknown = self.client.post(RESET, {"email": "nobody@example.com"}, follow=True)
        assert known.redirect_chain == unknown.redirect_chain
        assert known.content == unknown.content
        work_off()
        assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]

    def test_a_letter_comes_from_the_site_that_was_asked_and_leads_back_to_it(self):
        self.client.post(RESET, {"email": "mia@example.com"}, headers=ELSEWHERE)
        work_off()
        [letter] = mail.outbox
        assert letter.from_email == "Apartment Chat <hello@apartmentchat.com>"
        assert re.search(
            r"https://www\.apartmentchat\.com/accounts/password/reset/key/", letter.body
        )
        assert letter.alternatives

    def test_a_new_address_is_confirmed_before_it_is_used(self):
        EmailAddress.objects.filter(user=self.mia).update(verified=False)
        response = self.client.post(
            "/accounts/login/", {"login": "mia@example.com", "password": "password"}
        )
        assert response["Location"] == "/accounts/confirm-email/"
        work_off()
        link = re.search(r"https://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
        self.client.get(link)
        assert not EmailAddress.objects.get(user=self.mia).verified  # mail scanners follow links
        self.client.post(link)
        assert EmailAddress.objects.get(user=self.mia).verified

    def test_a_changed_password_is_told_without_a_network_address(self):
        self.client.force_login(self.mia)
        new = {"oldpassword": "password", "password1": "nine-Lamps-7", "password2": "nine-Lamps-7"}
        self.client.post("/accounts/password/change/", new, REMOTE_ADDR="203.0.113.77")
        work_off()
        assert NOTICES["password_changed"] in mail.outbox[0].body
        assert "203.0.113" not in mail.outbox[0].message().as_string()

    def test_a_letter_is_sent_once_however_often_its_job_runs(self):
        self.client.post(RESET, {"email": "mia@example.com"})
        work_off()
        Job.objects.update(status="READY", worker_ids=[])
        work_off()
        assert len(mail.outbox) == 1

    def test_no_mail_server_is_no_concern_of_who_asks(self):
        with self.settings(EMAIL_BACKEND="no.such.Backend"):
            response = self.client.post(RESET, {"email": "mia@example.com"})
            assert response.status_code == 302
            work_off()
        assert Job.objects.get().status == "READY"  # and is tried again
