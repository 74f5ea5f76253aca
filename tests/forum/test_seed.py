"""The forum of each site starts with boards and topics by the company, marked as such."""

from django.core import mail

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from forum import demo, seed
from forum.models import Board, Member, Post, Report, Topic
from moderation.states import State
from tests.base import SiteTestCase, run_jobs


class SeedTestCase(SiteTestCase):
    host = "www.autodealerchat.com"

    def setUp(self) -> None:
        super().setUp()
        seed.load_trust_levels()
        seed.load_boards()

    def test_each_product_site_has_four_boards_and_topics_by_the_company(self):
        for brand in Brand.objects.filter(kind=Brand.Kind.VERTICAL):
            assert Board.objects.on(brand).count() == 4, brand
            topics = Topic.objects.on(brand).published().with_names()
            assert len(topics) == 3, brand
            assert {topic.opening.author.name for topic in topics} == {"Contact At Once!"}
            assert all(topic.opening.author.is_staff for topic in topics)
        assert Board.objects.count() == 8

    def test_no_one_can_sign_in_as_the_company(self):
        user = User.objects.get()
        assert not user.has_usable_password()
        assert user.email.endswith(".invalid")
        for path in ("/accounts/login/code/", "/accounts/password/reset/"):
            self.client.post(path, {"email": user.email})
        run_jobs()
        assert [letter for letter in mail.outbox if not letter.to[0].endswith(".invalid")] == []

    def test_loading_again_undoes_no_change(self):
        Board.objects.filter(slug="ideas").update(name="Wishes")
        Topic.objects.first().posts.all().delete()
        count = Topic.objects.count()
        assert not seed.load_boards()
        assert Board.objects.filter(name="Wishes").count() == 2
        assert Topic.objects.count() == count

    def test_demo_topics_show_every_state(self):
        assert demo.load_forum()
        assert not demo.load_forum()
        assert Topic.objects.filter(accepted__isnull=False).count() == 2
        assert Post.objects.held().count() == 2
        assert Report.objects.count() == 2
        members = Member.objects.filter(user__is_staff=False)
        assert all(member.user.email.endswith("@example.com") for member in members)
        assert Post.objects.filter(state=State.HELD, reasons=[]).count() == 0
