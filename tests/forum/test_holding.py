"""Rules that hold a member's post, by their trust."""

from contactatonce.brands.directory import directory
from forum.models import Post
from forum.records import record_of

from .factories import create_post
from .moderating import ModeratingTestCase

LINK = "See https://new-shop.example/offer"


class HoldingTestCase(ModeratingTestCase):
    def record(self, post: Post):
        return record_of(Post.objects.select_related("author__user", "topic").get(pk=post.pk))

    def test_the_level_says_how_many_links_need_no_review(self):
        for trust, links in enumerate((2, 5, 10, 20)):
            member = self.member("Ada One", trust=trust)
            record = self.record(create_post(self.topic, member, f"Level {trust}"))
            assert (record.most_links, record.may_link_anywhere) == (links, trust > 0)

    def test_a_website_that_three_new_members_link_to_is_a_campaign(self):
        for number in range(2):
            seller = self.member(f"S{number} Seller")
            create_post(self.topic, seller, f"{number}: {LINK}", state="held")
        regular = create_post(self.topic, self.member("Reg Regular", trust=2), LINK)
        assert self.record(regular).spread_hosts == frozenset()
        third = create_post(self.topic, self.member("S3 Seller"), LINK)
        assert self.record(third).spread_hosts == {"new-shop.example"}
        assert self.record(regular).spread_hosts == {"new-shop.example"}

    def test_our_own_sites_are_no_campaign(self):
        own = "See https://www.contactatonce.com/blog/"
        posts = [create_post(self.topic, self.member(f"S{n} Seller"), own) for n in range(4)]
        assert self.record(posts[-1]).spread_hosts == frozenset()

    def test_a_record_takes_the_same_queries_for_any_number_of_posts(self):
        directory.get()
        for number in (1, 20):
            for each in range(number):
                post = create_post(self.topic, self.omar, f"{number} {each} {LINK}")
            post = Post.objects.select_related("author__user", "topic").get(pk=post.pk)
            with self.assertNumQueries(4):
                record_of(post)
