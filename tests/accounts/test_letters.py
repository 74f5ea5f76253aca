"""Letters of an account: to its owner, from the current site, through the queue."""

import re

from allauth.account.models import EmailAddress
from django.core import mail

from contactatonce.accounts import letters
from contactatonce.accounts.letters import NOTICES
from contactatonce.accounts.tasks import send_letter
from contactatonce.brands.models import Brand
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

    def test_password_reset_does_not_reveal_accounts(self):
        known = self.client.post(RESET, {"email": "mia@example.com"}, follow=True)
        unknown = self.client.post(RESET, {"email": "nobody@example.com"}, follow=True)
        assert known.redirect_chain == unknown.redirect_chain
        assert known.content == unknown.content
        work_off()
        assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]

    def test_letter_comes_from_the_current_site(self):
        self.client.post(RESET, {"email": "mia@example.com"}, headers=ELSEWHERE)
        work_off()
        [letter] = mail.outbox
        assert letter.from_email == "Apartment Chat <hello@apartmentchat.com>"
        assert letter.alternatives

    def test_password_letters_of_many_networks_are_limited(self):
        for number in range(5):
            self.client.post(RESET, {"email": "mia@example.com"}, REMOTE_ADDR=f"198.51.{number}.1")
        work_off()
        assert len(mail.outbox) == 3
        self.client.force_login(self.mia)
        letters.deliver(letters.NOTICE, self.mia.pk, self.brand.pk, "x", "password_changed")
        assert len(mail.outbox) == 4, "what the owner does is always reported"

    def use_up(self) -> None:
        """Ask for more letters than a mailbox gets, as a stranger would."""
        mail.outbox.clear()
        for number in range(5):
            self.client.post(RESET, {"email": "mia@example.com"}, REMOTE_ADDR=f"198.51.{number}.1")
        work_off()
        assert len(mail.outbox) == 3

    def gets_a_letter(self) -> bool:
        mail.outbox.clear()
        letters.deliver(letters.PASSWORD_RESET, self.mia.pk, self.brand.pk, "new")
        return bool(mail.outbox)

    def test_sign_in_gives_letters_back_that_a_stranger_used_up(self):
        EmailAddress.objects.update_or_create(
            user=self.mia, email=self.mia.email, defaults={"verified": True, "primary": True}
        )
        self.use_up()
        self.client.post("/accounts/login/", {"login": "mia@example.com", "password": "wrong"})
        assert not self.gets_a_letter()
        self.client.post("/accounts/login/", {"login": "mia@example.com", "password": "password"})
        assert self.gets_a_letter()

    def test_password_reset_gives_letters_back_that_a_stranger_used_up(self):
        self.use_up()
        link = re.search(r"https://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
        form = self.client.get(link)["Location"]
        assert not self.gets_a_letter()
        self.client.post(form, {"password1": "nine-Lamps-7", "password2": "nine-Lamps-7"})
        assert self.gets_a_letter()

    def test_letter_leads_a_member_to_the_site_where_they_were(self):
        self.client.post(RESET, {"email": "mia@example.com"}, headers=ELSEWHERE)
        work_off()
        assert "https://www.apartmentchat.com/accounts/password/" in mail.outbox[0].body

    def test_no_row_decides_where_a_letter_to_staff_leads(self):
        alice = factories.create_staff("alice@example.com", "Alice", role=None)
        for letter in (
            letters.INVITATION,
            letters.SIGN_UP,
            letters.PASSWORD_RESET,
            letters.CONFIRM_ADDRESS,
            letters.ALREADY_EXISTS,
            letters.NOTICE,
        ):
            send_letter.enqueue(letter, alice.pk, self.brand.pk, letters.new_letter_id())
        Brand.objects.filter(pk=self.brand.pk).update(host="attacker.example")
        work_off()
        assert len(mail.outbox) == 6
        for message in mail.outbox:
            for text in (message.body, message.alternatives[0].content):
                links = set(re.findall(r"https?://[^/\s\"<]+", text))
                assert links == {"https://www.contactatonce.com"}, message.subject

    def test_new_email_address_must_be_confirmed(self):
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

    def test_password_change_notice_holds_no_ip_address(self):
        self.client.force_login(self.mia)
        new = {"oldpassword": "password", "password1": "nine-Lamps-7", "password2": "nine-Lamps-7"}
        self.client.post("/accounts/password/change/", new, REMOTE_ADDR="203.0.113.77")
        work_off()
        assert NOTICES["password_changed"] in mail.outbox[0].body
        assert "203.0.113" not in mail.outbox[0].message().as_string()

    def test_letter_is_sent_once_if_its_job_runs_twice(self):
        self.client.post(RESET, {"email": "mia@example.com"})
        work_off()
        Job.objects.update(status="READY", worker_ids=[])
        work_off()
        assert len(mail.outbox) == 1

    def test_missing_mail_server_delays_only_the_letter(self):
        with self.settings(EMAIL_BACKEND="no.such.Backend"):
            response = self.client.post(RESET, {"email": "mia@example.com"})
            assert response.status_code == 302
            work_off()
        assert Job.objects.get().status == "READY"  # and will be retried
