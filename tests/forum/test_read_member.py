"""The page of a member: what readers see of a person, and their published posts."""

from moderation.states import State
from tests.forum.factories import create_member, create_post
from tests.forum.reading import ReadingTestCase


class ReadMemberTestCase(ReadingTestCase):
    def test_a_profile_shows_published_posts(self):
        self.maya.company, self.maya.bio = "Elm Street Motors", "I sell cars. <b>"
        self.maya.save()
        create_post(self.topic, self.maya, "It waits.", state=State.HELD)
        shown = self.shown(f"/forum/members/{self.maya.pk}/")
        for words in ("Maya Member", "@maya-member", "Elm Street Motors", "I sell cars. &lt;b&gt;"):
            assert words in shown, words
        assert "How fast do you answer?" in shown
        assert "1 post<" in shown
        assert "It waits." not in shown
        assert 'aria-hidden="true">MM</span>' in shown

    def test_a_profile_without_published_posts_advertises_nothing(self):
        member = create_member("Spam Seller", company="Cheap Pills Inc", bio="Buy pills.")
        shown = self.shown(f"/forum/members/{member.pk}/")
        assert "pills" not in shown.lower()
        assert '<meta name="robots" content="noindex">' in shown

    def test_staff_have_a_badge(self):
        self.maya.user.is_staff = True
        self.maya.user.save()
        for path in (self.path, f"/forum/members/{self.maya.pk}/"):
            assert '<span class="badge">Contact At Once!</span>' in self.shown(path), path

    def test_posts_are_paged(self):
        for number in range(20):
            create_post(self.topic, self.omar, f"Words {number}.")
        path = f"/forum/members/{self.omar.pk}/"
        assert self.shown(path).count("<h3>") == 20
        assert self.client.get(f"{path}?page=2").status_code == 404
        create_post(self.topic, self.omar, "One more.")
        assert "Words 0." in self.shown(f"{path}?page=2")

    def test_posts_on_other_sites_are_not_listed(self):
        self.board.brand = self.brand.__class__.objects.get(slug="apartmentchat")
        self.board.save()
        self.client.defaults["HTTP_HOST"] = "www.apartmentchat.com"
        assert "How fast do you answer?" in self.shown(f"/forum/members/{self.maya.pk}/")
        self.client.defaults["HTTP_HOST"] = self.host
        assert self.client.get(f"/forum/members/{self.maya.pk}/").status_code == 404
