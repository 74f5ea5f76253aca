"""The public history of a post, word by word, without anyone's stored name."""

from django.utils import timezone

from forum import text
from forum.models import Post, PostVersion
from moderation.states import State
from tests.forum.factories import create_post
from tests.forum.reading import ReadingTestCase


class HistoryTestCase(ReadingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.post = create_post(self.topic, self.omar, "We answer in one minute, @maya-member.")
        stored = text.to_stored("We answer in two minutes, @maya-member.")
        PostVersion.objects.create(post=self.post, number=1, text=stored)
        Post.objects.filter(pk=self.post.pk).update(edited_at=timezone.now())
        self.history = f"/forum/posts/{self.post.pk}/history/"

    def test_the_mark_of_an_edited_post_leads_to_it(self):
        assert f'<a href="{self.history}" rel="nofollow">edited</a>' in self.shown(self.path)

    def test_changed_words_are_marked(self):
        shown = self.shown(self.history)
        assert "<del>two</del>" in shown
        assert "<ins>one</ins>" in shown
        assert "@maya-member" in shown

    def test_a_mention_of_a_former_member_is_blank(self):
        self.maya.user, self.maya.handle = None, ""
        self.maya.save()
        shown = self.shown(self.history)
        assert "@former-member" in shown
        assert "maya" not in shown

    def test_five_changes_are_on_a_page(self):
        for number in range(2, 8):
            PostVersion.objects.create(post=self.post, number=number, text=f"Version {number}.")
        first, second = self.shown(self.history), self.shown(f"{self.history}?page=2")
        assert first.count('class="post-change"') == 5
        assert second.count('class="post-change"') == 2
        assert "<ins>" in second

    def test_only_the_author_can_delete_earlier_versions(self):
        self.client.force_login(self.maya.user)
        assert "Delete the earlier versions" not in self.shown(self.history)
        assert self.client.post(f"{self.history}forget/").status_code == 404
        self.client.force_login(self.omar.user)
        assert "Delete the earlier versions" in self.shown(self.history)
        assert self.client.post(f"{self.history}forget/").status_code == 303
        assert not PostVersion.objects.exists()
        assert self.client.get(self.history).status_code == 404
        assert "edited</a>" not in self.shown(self.path)

    def test_a_post_without_changes_has_none(self):
        opening = self.topic.opening_id
        assert self.client.get(f"/forum/posts/{opening}/history/").status_code == 404

    def test_a_removed_post_shows_no_history(self):
        self.post.refresh_from_db()
        self.post.move(State.WITHDRAWN)
        assert self.client.get(self.history).status_code == 404
