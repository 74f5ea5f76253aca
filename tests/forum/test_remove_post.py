"""Remove one's own post, restore it within 30 days."""

from datetime import timedelta

from django.utils import timezone

from forum.models import Member, Post, Topic
from forum.models.topics import REMOVED
from search.models import Entry
from tests.forum.factories import create_post, create_topic
from tests.forum.writing import WritingTestCase


class RemovePostTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.post = create_post(self.topic, self.omar, "My private matter.")
        self.path = f"/forum/posts/{self.post.pk}/remove/"

    def remove(self, path: str = ""):
        path = path or self.path
        page = self.client.get(path).text
        token = page.split('name="form_token" value="')[1].split('"')[0]
        return self.client.post(path, {"form_token": token})

    def state(self) -> str:
        return Post.objects.values_list("state", flat=True).get(pk=self.post.pk)

    def test_a_page_asks_first(self):
        self.assertContains(self.client.get(self.path), "Remove your post?")
        assert self.state() == "published"
        assert self.client.post(self.path).status_code == 422
        assert self.state() == "published"

    def test_a_removed_post_leaves_the_topic_and_can_be_restored(self):
        response = self.remove()
        assert response["Location"] == f"/forum/posts/{self.post.pk}/held/"
        assert (self.state(), Topic.objects.get(pk=self.topic.pk).replies) == ("withdrawn", 0)
        self.assertContains(self.client.get(response["Location"]), "Restore the post")
        back = self.client.post(f"/forum/posts/{self.post.pk}/restore/")
        assert back.status_code == 303
        assert (self.state(), Topic.objects.get(pk=self.topic.pk).replies) == ("published", 1)

    def test_the_search_index_forgets_the_title_of_a_removed_topic(self):
        asked = create_topic(self.board, self.omar, "Zebra matters", typed="On my page.")
        create_post(asked, self.maya, "A kangaroo answer.")
        for act, title in (("remove", REMOVED), ("restore", "Zebra matters")):
            path = f"/forum/posts/{asked.opening_id}/{act}/"
            assert (self.remove if act == "remove" else self.client.post)(path).status_code == 303
            entry = Entry.objects.get(model="forum.topic", object_id=asked.pk)
            assert (entry.title, "zebra" in entry.path) == (title, act == "restore")
            found = self.client.get("/forum/search/?q=kangaroo").content.decode()
            assert ("Zebra" in found) == (act == "restore")

    def test_a_restored_post_is_no_activity(self):
        Post.objects.filter(pk=self.post.pk).update(submitted_at="2025-01-02T00:00Z")
        Post.objects.filter(pk=self.post.pk).update(published_at="2025-01-02T00:00Z")
        Post.objects.filter(pk=self.topic.opening_id).update(published_at="2025-01-01T00:00Z")
        self.remove()
        self.client.post(f"/forum/posts/{self.post.pk}/restore/")
        assert self.state() == "published"
        assert Topic.objects.get(pk=self.topic.pk).active_at.isoformat()[:10] == "2025-01-02"

    def test_after_30_days_it_is_not_restored(self):
        self.remove()
        Post.objects.filter(pk=self.post.pk).update(moved_at=timezone.now() - timedelta(days=31))
        page = self.client.post(f"/forum/posts/{self.post.pk}/restore/")
        self.assertContains(page, "more than 30 days ago", status_code=409)
        assert self.state() == "withdrawn"

    def test_a_held_post_can_be_withdrawn(self):
        Post.objects.filter(pk=self.post.pk).update(state="held")
        self.remove()
        assert self.state() == "withdrawn"

    def test_a_refused_post_is_not_published_by_removing_and_restoring(self):
        Post.objects.filter(pk=self.post.pk).update(state="refused", refusal="spam")
        assert self.client.get(self.path).status_code == 404
        self.client.post(f"/forum/posts/{self.post.pk}/restore/")
        assert self.state() == "refused"

    def test_silenced_members_remove_and_do_not_restore(self):
        Member.objects.filter(pk=self.omar.pk).update(silenced_at=timezone.now())
        self.remove()
        assert self.client.post(f"/forum/posts/{self.post.pk}/restore/").status_code == 403
        assert self.state() == "withdrawn"

    def test_no_one_removes_the_post_of_another(self):
        self.sign_in(self.maya)
        assert self.client.get(self.path).status_code == 404
        assert self.client.post(f"/forum/posts/{self.post.pk}/restore/").status_code == 404

    def test_a_removed_answer_is_no_longer_the_accepted_one(self):
        Topic.objects.filter(pk=self.topic.pk).update(kind="question", accepted=self.post)
        self.remove()
        assert Topic.objects.get(pk=self.topic.pk).accepted is None
