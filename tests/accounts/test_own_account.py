"""The account page: name, addresses, factors, sessions, a copy of the data, and leaving."""

from django.core import mail
from django.core.cache import cache

from contactatonce.accounts.forms import DisplayNameForm
from contactatonce.accounts.models import User
from privacy.models import PrivacyRequest
from tests import factories
from tests.accounts.base import work_off
from tests.base import HOSTS, SiteTestCase, confirm_access

PAGE = "/accounts/"


class OwnAccountTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.mia = factories.create_member("mia@example.com", "Mia")

    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        self.client.force_login(self.mia)

    def test_page_leads_to_everything_that_can_be_changed(self):
        shown = self.client.get(PAGE)
        for path in ("email", "password/change", "2fa", "sessions", "data/access", "data/deletion"):
            self.assertContains(shown, f'href="/accounts/{path}/"')

    def test_page_works_on_every_host_in_its_look(self):
        for host in HOSTS:
            shown = self.client.get(PAGE, headers={"host": host})
            self.assertContains(shown, "site-footer")
            self.assertContains(shown, f"passkey works on {host} only")

    def test_name_is_changed_by_post(self):
        self.assertContains(self.client.post(PAGE, {"display_name": ""}), "required")
        assert self.client.post(PAGE, {"display_name": "Mia\x00 M."})["Location"] == PAGE
        assert User.objects.get().display_name == "Mia M."

    def test_eleventh_name_in_an_hour_has_to_wait(self):
        answers = [self.client.post(PAGE, {"display_name": f"Mia {n}"}) for n in range(11)]
        assert [answer.status_code for answer in answers] == [302] * 10 + [429]
        assert User.objects.get().display_name == "Mia 9"
        assert self.client.get(PAGE).status_code == 200

    def test_no_member_takes_a_name_of_ours(self):
        factories.create_staff("ada@example.com", "Ada Lovelace", role="Sales")
        for name in ("Contact At Once! Support", "C0ntact @t 0nce", "Ada Lovelace (Sales)"):
            self.assertContains(self.client.post(PAGE, {"display_name": name}), "Please choose")
        assert User.objects.get(pk=self.mia.pk).display_name == "Mia"

    def test_a_member_keeps_the_name_that_a_later_colleague_has(self):
        factories.create_staff("other@example.com", "Mia", role="Sales")
        assert self.client.post(PAGE, {"display_name": "Mia"})["Location"] == PAGE

    def test_staff_may_have_a_name_of_ours(self):
        self.client.force_login(factories.create_staff("ada@example.com", "Ada", role="Sales"))
        answer = self.client.post(PAGE, {"display_name": "Ada of Contact At Once!"})
        assert answer["Location"] == PAGE

    def test_renaming_does_not_bring_an_old_password_back(self):
        stale = User.objects.get()
        User.objects.update(password="new")
        form = DisplayNameForm({"display_name": "Mia M."}, instance=stale)
        assert form.is_valid()
        form.save()
        mia = User.objects.get()
        assert (mia.display_name, mia.password) == ("Mia M.", "new")

    def test_other_fields_are_not_changed(self):
        self.client.post(PAGE, {"display_name": "M", "is_staff": "on", "email": "x@example.com"})
        mia = User.objects.get()
        assert (mia.is_staff, mia.email) == (False, "mia@example.com")

    def test_own_requests_need_a_recent_sign_in(self):
        for kind in ("access", "deletion"):
            for answer in (
                self.client.get(f"/accounts/data/{kind}/"),
                self.client.post(f"/accounts/data/{kind}/"),
            ):
                assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
        assert not PrivacyRequest.objects.exists()

    def test_copy_is_asked_for_without_another_confirmation(self):
        confirm_access(self.client)
        answer = self.client.post("/accounts/data/access/")
        request = PrivacyRequest.objects.get()
        assert (request.kind, request.state, request.email) == (
            "access",
            "confirmed",
            "mia@example.com",
        )
        assert self.client.get(answer["Location"]).status_code == 200
        assert self.client.get(PAGE).status_code == 200
        work_off()
        assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]

    def test_deletion_ends_all_sessions(self):
        other = self.client_class(HTTP_HOST=self.host)
        other.force_login(self.mia)
        confirm_access(self.client)
        self.assertContains(self.client.get("/accounts/data/deletion/"), "signed out everywhere")
        answer = self.client.post("/accounts/data/deletion/")
        assert PrivacyRequest.objects.get().state == "confirmed"
        assert self.client.get(answer["Location"]).status_code == 200
        for client in (self.client, other):
            assert client.get(PAGE).status_code == 302

    def test_deletion_page_says_what_stays(self):
        confirm_access(self.client)
        page = self.client.get("/accounts/data/deletion/")
        self.assertContains(page, "published posts in our forums stay, without your name")

    def test_asking_twice_is_one_request(self):
        confirm_access(self.client)
        answers = [self.client.post("/accounts/data/access/") for _ in range(2)]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert PrivacyRequest.objects.count() == 1

    def test_other_kinds_have_no_page(self):
        confirm_access(self.client)
        for kind in ("correction", "nothing"):
            assert self.client.post(f"/accounts/data/{kind}/").status_code == 404
