"""Forum mail ends by one click, without signing in (P13; RFC 8058)."""

from django.core import mail
from django.test import Client

from contactatonce.brands.models import Brand
from forum import letters
from forum.models import Member, Notification, Post, Topic, Watch
from forum.services import publishing
from tests.base import SiteTestCase, run_jobs
from tests.forum.factories import create_board, create_member, create_post, create_topic

MACHINE = {"List-Unsubscribe": "One-Click"}


class UnsubscribeTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.topic = create_topic(create_board(), cls.maya)
        Watch.objects.create(member=cls.maya, topic=cls.topic)

    def setUp(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": self.host})

    def link(self) -> str:
        """Return the path of the unsubscribe header of a mail about a reply."""
        publishing.announce(create_post(self.topic, self.omar))
        run_jobs()
        headers = mail.outbox[-1].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return headers["List-Unsubscribe"].strip("<>").removeprefix(f"https://{self.host}")

    def all_link(self) -> str:
        path = letters.off_url(self.maya, self.brand)
        return path.removeprefix(self.brand.origin)

    def test_opening_the_link_changes_nothing(self):
        link = self.link()
        page = self.client.get(link)
        assert "Nothing has changed yet" in page.content.decode()
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert Watch.objects.get(member=self.maya).level == "watched"

    def test_a_mail_program_ends_mail_about_one_topic(self):
        page = self.client.post(self.link(), MACHINE, headers={"origin": "https://mail.example"})
        assert page.status_code == 200
        assert Watch.objects.get(member=self.maya).level == "muted"
        publishing.announce(create_post(self.topic, self.omar))
        run_jobs()
        assert Notification.objects.count() == len(mail.outbox) == 1

    def test_the_link_works_for_a_topic_that_readers_do_not_see(self):
        link = self.link()
        for state in ("held", "withdrawn"):
            Post.objects.filter(pk=self.topic.opening_id).update(state=state)
            page = self.client.get(link)
            assert "How fast is fast?" not in page.content.decode(), state
            assert self.client.post(link, MACHINE).status_code == 200, state
        assert Watch.objects.get(member=self.maya).level == "muted"

    def test_the_link_of_a_merged_topic_mutes_the_other_one(self):
        link = self.link()
        older = create_topic(self.topic.board, self.omar, "The older one")
        Post.objects.filter(topic=self.topic).update(topic=older)
        Topic.objects.filter(pk=self.topic.pk).update(merged_into=older, opening=None, title="")
        page = self.client.post(link, MACHINE)
        assert "The older one" in page.content.decode()
        assert Watch.objects.get(topic=older).level == "muted"

    def test_a_button_ends_all_forum_mail(self):
        assert self.client.post(self.all_link()).status_code == 303
        maya = Member.objects.get(pk=self.maya.pk)
        assert not (maya.mails_replies or maya.mails_mentions or maya.mails_digest)
        publishing.announce(create_post(self.topic, self.omar, "@maya-member"))
        run_jobs()
        assert mail.outbox == []

    def test_the_link_works_twice_and_for_no_one_else(self):
        for _ in range(2):
            assert self.client.post(self.all_link(), MACHINE).status_code == 200
        assert Member.objects.get(pk=self.omar.pk).mails_replies
        for forged in ("x", "B1a", "B1aAAAAAAAAAAAAAAAAAAAAAA", "B1a%FF", "B1aé"):
            assert self.client.get(f"/forum/off/{forged}/").status_code == 404

    def test_a_page_elsewhere_cannot_press_the_button(self):
        page = self.client.post(self.all_link(), headers={"origin": "https://evil.example"})
        assert page.status_code == 403
        assert Member.objects.get(pk=self.maya.pk).mails_replies

    def test_links_fit_into_a_line_of_a_mail(self):
        topic = Topic(pk=99_999)
        for brand in Brand.objects.all():
            assert len(letters.off_url(self.maya, brand, topic)) < 76, brand
