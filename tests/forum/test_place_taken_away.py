"""Text comes back if the place that a member writes to is taken away in the meantime."""

from forum import silence
from forum.models import Draft, Post, Silence, Topic
from forum.services import topics
from tests.forum.factories import create_post, create_topic
from tests.forum.pages import token_in
from tests.forum.writing import WritingTestCase, fields_in

LONG = "My long careful reply, two hours of work."


class PlaceTakenAwayTestCase(WritingTestCase):
    def typed(self, path: str) -> dict[str, str]:
        return {**fields_in(self.client.get(path)), "text": LONG}

    def test_text_for_a_topic_that_is_held_comes_back(self):
        sent = self.typed(self.path)
        Post.objects.filter(pk=self.topic.opening_id).update(state="held")
        self.assertContains(self.client.post(self.path, sent), LONG, status_code=404)

    def test_text_for_a_removed_post_comes_back(self):
        opening = create_topic(self.board, self.omar, "New").opening
        for post in (create_post(self.topic, self.omar, "To change."), opening):
            path = f"/forum/posts/{post.pk}/edit/"
            sent = self.typed(path)
            Post.objects.filter(pk=post.pk).update(state="withdrawn")
            answer = self.client.post(path, sent)
            self.assertContains(answer, LONG, status_code=404)

    def own_topic(self) -> Topic:
        return Topic.objects.select_related("opening").get(title="Earlier")

    def test_text_for_a_deleted_board_comes_back(self):
        path = f"/forum/boards/{self.board.slug}/new/"
        sent = self.typed(path)
        type(self.board).objects.filter(pk=self.board.pk).update(slug="renamed")
        page = self.client.post(path, {**sent, "title": "Two hours"})
        self.assertContains(page, LONG, status_code=404)
        self.assertContains(page, "Two hours", status_code=404)

    def test_a_reply_to_a_merged_topic_goes_where_its_posts_are(self):
        merged = self.own_topic()
        path = f"/forum/topics/{merged.pk}/reply/"
        sent = self.typed(path)
        topics.merge(topic=merged, into=self.topic, by=self.charlie)
        preview = self.client.post(path, {**sent, "do": "draft"})
        assert Draft.objects.get().topic == self.topic
        again = {**fields_in(preview), "text": LONG}
        assert self.client.post(path, again).status_code == 303
        assert (self.newest().topic, self.newest().text) == (self.topic, LONG)

    def test_details_of_a_report_come_back(self):
        post = create_post(self.topic, self.maya, "Buy my watches.")
        path = f"/forum/posts/{post.pk}/report/"
        sent = {"form_token": token_in(self.client.get(path)), "reason": "rude", "text": LONG}
        Post.objects.filter(pk=post.pk).update(state="held")
        self.assertContains(self.client.post(path, sent), LONG, status_code=404)
        Post.objects.filter(pk=post.pk).update(state="published")
        for _ in range(2):
            assert self.client.post(path, sent).status_code == 303
        page = self.client.post(path, {**sent, "text": f"{LONG} And more."})
        self.assertContains(page, f"{LONG} And more.", status_code=409)

    def test_a_question_after_the_silence_was_undone_comes_back(self):
        made = silence.silence(member=self.omar, by=self.charlie, reason="Advertising.")
        path = "/forum/me/trust/"
        sent = {"form_token": token_in(self.client.get(path)), "text": LONG}
        silence.ask(member=self.omar, text="Asked in another tab.")
        self.assertContains(self.client.post(path, sent), LONG, status_code=409)
        silence.lift(silenced=Silence.objects.get(pk=made.pk), by=self.charlie)
        self.assertContains(self.client.post(path, sent), LONG, status_code=404)
