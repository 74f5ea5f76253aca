"""A form that was used before loses no other text, and leads no one to the post of another."""

from forum.models import Draft, Post, Topic
from tests.forum.factories import create_member
from tests.forum.writing import TEXT, WritingTestCase, fields_in

OTHER = "A quite different second text, written after Back."


class UsedFormsTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.sent = {**fields_in(self.client.get(self.path)), "text": TEXT}
        assert self.client.post(self.path, self.sent).status_code == 303
        self.first = self.newest()
        Post.objects.filter(pk=self.first.pk).update(submitted_at="2025-01-01T00:00Z")

    def refused(self, **typed: str):
        page = self.client.post(self.path, {**self.sent, "text": OTHER, **typed})
        self.assertContains(page, "This form was sent before, with another text", status_code=409)
        assert fields_in(page)["text"] == OTHER
        assert self.newest() == self.first
        return page

    def test_another_text_comes_back_and_is_posted_by_the_next_attempt(self):
        page = self.refused()
        assert self.client.post(self.path, fields_in(page)).status_code == 303
        assert (self.newest().text, self.newest().author) == (OTHER, self.omar)

    def test_another_member_is_not_led_to_the_post(self):
        self.sign_in(create_member("Paul Other", trust=1))
        for text in (OTHER, TEXT):
            page = self.client.post(self.path, {**self.sent, "text": text, "agreed": "on"})
            assert (page.status_code, fields_in(page)["text"]) == (409, text)
            assert f"/forum/posts/{self.first.pk}/held/" not in page.text
        assert self.client.post(self.path, {**fields_in(page), "agreed": "on"}).status_code == 303
        assert self.newest().author.handle == "paul-other"

    def test_a_draft_of_another_text_is_not_said_to_be_saved(self):
        page = self.refused(do="draft")
        assert not Draft.objects.exists()
        self.client.post(self.path, {**fields_in(page), "do": "draft"})
        assert Draft.objects.get().text == OTHER

    def test_a_topic_with_another_title_comes_back(self):
        path = "/forum/boards/questions/new/"
        sent = {
            **fields_in(self.client.get(path)),
            "title": "One",
            "kind": "question",
            "text": TEXT,
        }
        assert self.client.post(path, sent).status_code == 303
        page = self.client.post(path, {**sent, "title": "Two"})
        self.assertContains(page, 'value="Two"', status_code=409)
        assert not Topic.objects.filter(title="Two").exists()
