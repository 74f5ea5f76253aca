"""The page with which a member reports a post, without script."""

from forum import reports
from forum.models import Report
from moderation.states import State
from tests.base import HOSTS

from .factories import create_post
from .moderating import ModeratingTestCase
from .pages import token_in


class ReportPageTestCase(ModeratingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.path = f"/forum/posts/{self.post.pk}/report/"

    def sign_in(self, name: str = "Ada One") -> None:
        self.client.force_login(self.member(name).user)

    def send(self, **fields: str):
        token = token_in(self.client.get(self.path))
        return self.client.post(self.path, {"form_token": token, **fields}, follow=True)

    def test_visitors_are_asked_to_sign_in(self):
        answer = self.client.get(self.path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")

    def test_a_member_reports_a_post_with_a_reason(self):
        self.sign_in()
        page = self.send(reason="rude", text="He insults us.").content.decode()
        assert "Thank you for your report" in page
        report = Report.objects.get()
        assert (report.reason, report.text, report.by.name) == ("rude", "He insults us.", "Ada One")

    def test_a_report_needs_a_reason(self):
        self.sign_in()
        answer = self.send(text="He insults us.")
        assert answer.status_code == 422
        assert "Choose what is wrong with it." in answer.text
        assert "He insults us." in answer.text
        assert not Report.objects.exists()

    def test_a_form_sent_twice_is_one_report(self):
        self.sign_in()
        token = token_in(self.client.get(self.path))
        for _ in range(2):
            answer = self.client.post(
                self.path, {"form_token": token, "reason": "spam"}, follow=True
            )
            assert "Thank you for your report" in answer.text
        assert Report.objects.count() == 1

    def test_reporters_see_the_page_after_the_post_is_hidden(self):
        self.report("Bea Two", "Cleo Three")
        self.sign_in()
        assert "Thank you for your report" in self.send(reason="spam").text
        assert self.state() == State.HELD

    def test_no_one_reports_a_held_post_or_one_of_another_site(self):
        held = create_post(self.topic, self.omar, "Held.", state="held")
        self.sign_in()
        assert self.client.get(f"/forum/posts/{held.pk}/report/").status_code == 404
        other = next(host for host in HOSTS if host != self.host)
        self.client.defaults["HTTP_HOST"] = other
        self.sign_in()
        assert self.client.get(self.path).status_code == 404

    def test_authors_are_told_to_change_their_post_instead(self):
        self.client.force_login(self.omar.user)
        assert "you can change or remove it yourself" in self.client.get(self.path).text

    def test_the_page_takes_the_same_queries_for_any_number_of_reports(self):
        self.sign_in()
        self.client.get(self.path)
        for number in (1, 8):
            for each in range(number):
                young = self.member(f"R{number}x{each} Young", days=0)
                reports.report(post=self.post, by=young, reason="spam")
            with self.assertNumQueries(5):
                self.client.get(self.path)
