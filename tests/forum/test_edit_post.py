"""Change one's own post: with history, for the hours of one's level, and no change lost."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import Member, Post, Topic
from forum.services import posting
from tests.forum.factories import create_post, create_topic
from tests.forum.writing import WritingTestCase, fields_in


class EditPostTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.post = create_post(
            self.topic, self.omar, "Thanks, @maya-member.", submitted_at=self.ago(hours=1)
        )
        self.path = f"/forum/posts/{self.post.pk}/edit/"

    def ago(self, **time: int):
        return timezone.now() - timedelta(**time)

    def test_the_form_shows_handles_and_stores_numbers(self):
        assert fields_in(self.client.get(self.path))["text"] == "Thanks, @maya-member."
        response = self.send(text="Thank you, @maya-member!")
        assert response["Location"] == f"/forum/posts/{self.post.pk}/"
        changed = Post.objects.get(pk=self.post.pk)
        assert changed.text == f"Thank you, @{{{self.maya.pk}}}!"
        assert changed.versions.get().text == f"Thanks, @{{{self.maya.pk}}}."

    def test_the_same_change_twice_is_one_version(self):
        sent = {**fields_in(self.client.get(self.path)), "text": "Changed."}
        assert self.client.post(self.path, sent).status_code == 303
        assert self.client.post(self.path, sent).status_code == 303
        assert self.post.versions.count() == 1

    def test_the_second_of_two_tabs_gets_its_text_and_the_difference(self):
        sent = {**fields_in(self.client.get(self.path)), "text": "From tab two."}
        self.send(text="From tab one.")
        page = self.client.post(self.path, sent)
        self.assertContains(page, "was changed in another tab", status_code=409)
        self.assertContains(page, "<del>one</del>", status_code=409)
        self.assertContains(page, "<ins>two</ins>", status_code=409)
        assert fields_in(page)["text"] == "From tab two."
        assert self.client.post(self.path, fields_in(page)).status_code == 303
        assert Post.objects.get(pk=self.post.pk).text == "From tab two."

    def test_no_one_changes_the_post_of_another(self):
        self.sign_in(self.maya)
        assert self.client.get(self.path).status_code == 404
        assert self.client.post(self.path, {"text": "Mine now."}).status_code == 404

    def test_a_published_post_can_be_changed_for_the_hours_of_the_level(self):
        Post.objects.filter(pk=self.post.pk).update(submitted_at=self.ago(hours=25))
        self.assertContains(self.client.get(self.path), "can be changed for 24 hours")
        self.omar.trust = 2
        self.omar.save()
        assert self.send(text="Changed.").status_code == 303

    def test_a_held_post_can_be_changed_at_any_time(self):
        Post.objects.filter(pk=self.post.pk).update(state="held", submitted_at=self.ago(days=9))
        assert self.send(text="Changed.").status_code == 303

    def test_a_changed_refused_post_waits_for_a_moderator(self):
        Post.objects.filter(pk=self.post.pk).update(state="refused", refusal="rude")
        response = self.send(text="Kinder words.")
        assert response["Location"] == f"/forum/posts/{self.post.pk}/held/"
        assert Post.objects.get(pk=self.post.pk).is_held

    def test_a_link_that_a_new_member_adds_goes_back_to_the_queue(self):
        for trust, state in ((0, "held"), (1, "published")):
            self.omar.trust = trust
            self.omar.save()
            known = create_post(self.topic, self.maya, "See https://known.example.com/")
            assert known.is_published
            post = create_post(self.topic, self.omar, "As it was.", submitted_at=self.ago(hours=1))
            self.send(
                f"/forum/posts/{post.pk}/edit/", text=f"See https://known.example.com/{trust}."
            )
            post.refresh_from_db()
            assert post.state == state, post.reasons
            assert [reason["code"] for reason in post.reasons] == ["added_link"] * (not trust)

    def test_a_first_post_is_changed_with_its_title(self):
        topic = create_topic(self.board, self.omar, title="A titel", submitted_at=self.ago(hours=1))
        path = f"/forum/posts/{topic.opening_id}/edit/"
        self.assertContains(self.client.get(path), 'value="A titel"')
        self.send(path, title="A title", kind="question")
        changed = Topic.objects.get(pk=topic.pk)
        assert (changed.title, changed.kind) == ("A title", "question")
        assert topic.opening.versions.get().title == "A titel"

    def test_silenced_members_change_nothing(self):
        sent = {**fields_in(self.client.get(self.path)), "text": "Changed."}
        Member.objects.filter(pk=self.omar.pk).update(silenced_at=timezone.now())
        assert self.client.post(self.path, sent).status_code == 403

    def test_a_change_counts_the_topic_once(self):
        post = Post.objects.select_related("topic", "author__user").get(pk=self.post.pk)
        with CaptureQueriesContext(connection) as captured:
            posting.edit(post=post, words=posting.Words("Changed.", "<p>Changed.</p>"))
        assert sum('UPDATE "forum_topic"' in query["sql"] for query in captured) == 1
