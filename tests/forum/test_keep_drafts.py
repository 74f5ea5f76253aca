"""Drafts: kept on the server until the text is posted or discarded."""

import re

from contactatonce.brands.models import Brand
from forum import drafts
from forum.models import Draft, Post, Tag
from tests.forum.factories import create_board, create_post, create_topic
from tests.forum.writing import TEXT, WritingTestCase, fields_in


class KeepDraftsTestCase(WritingTestCase):
    def test_a_draft_is_shown_when_the_form_is_opened_again(self):
        page = self.send(text="Half a th", do="draft")
        self.assertContains(page, "Your draft is saved")
        page = self.client.get(self.path)
        self.assertContains(page, "This is your draft of")
        assert fields_in(page)["text"] == "Half a th"

    def test_a_draft_needs_nothing_that_a_post_needs(self):
        page = self.send("/forum/boards/questions/new/", text="Half", do="draft")
        assert page.status_code == 200
        assert Draft.objects.get().board == self.board

    def test_a_draft_keeps_kind_and_tags(self):
        tag = Tag.objects.create(brand=self.board.brand, name="Phone", slug="phone")
        path = "/forum/boards/questions/new/"
        self.send(path, text="Half", kind="question", tags=[tag.pk], do="draft")
        page = self.client.get(path).content.decode()
        chosen = re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', page)
        assert chosen == [("kind", "question"), ("tags", str(tag.pk))]

    def test_the_last_draft_of_a_place_counts(self):
        self.send(text="One", do="draft")
        self.send(text="Two", do="draft")
        assert [draft.text for draft in drafts.drafts_of(self.omar, self.brand)] == ["Two"]

    def test_an_empty_draft_is_deleted(self):
        self.send(text="One", do="draft")
        self.send(text="", do="draft")
        assert not Draft.objects.exists()

    def test_posting_deletes_the_draft(self):
        self.send(text="Half", do="draft")
        self.send(text=TEXT)
        assert not Draft.objects.exists()

    def test_a_draft_that_arrives_after_its_post_is_not_kept(self):
        sent = {**fields_in(self.client.get(self.path)), "text": TEXT}
        self.client.post(self.path, sent)
        assert self.client.post(self.path, {**sent, "do": "draft"}).status_code == 200
        assert not Draft.objects.exists()

    def test_a_refused_post_keeps_its_draft(self):
        self.send(text="Half", do="draft")
        self.send(text="a" * 20_001)
        assert Draft.objects.get().text == "Half"

    def test_a_draft_is_discarded(self):
        self.send(text="Half", do="draft")
        draft = Draft.objects.get()
        response = self.client.post(f"/forum/drafts/{draft.pk}/discard/")
        assert (response.status_code, response["Location"]) == (303, self.path)
        assert fields_in(self.client.get(self.path))["text"] == ""

    def test_no_one_reads_or_discards_the_draft_of_another(self):
        self.send(text="Half", do="draft")
        self.sign_in(self.maya)
        assert fields_in(self.client.get(self.path))["text"] == ""
        self.client.post(f"/forum/drafts/{Draft.objects.get().pk}/discard/")
        assert Draft.objects.exists()

    def test_a_draft_of_a_change_belongs_to_its_post(self):
        post = create_post(self.topic, self.omar, "As it is.")
        self.send(f"/forum/posts/{post.pk}/edit/", text="As it may be.", do="draft")
        page = self.client.get(f"/forum/posts/{post.pk}/edit/")
        assert fields_in(page)["text"] == "As it may be."
        post.refresh_from_db()
        assert post.text == "As it is."

    def test_each_site_shows_its_own_drafts(self):
        elsewhere = Brand.objects.exclude(pk=self.brand.pk).first()
        topic = create_topic(create_board(brand=elsewhere), self.maya)
        reply = create_post(topic, self.omar)
        for place in ({"board": topic.board}, {"topic": topic}, {"post": reply}):
            found = Draft.objects.create(member=self.omar, text="Half", **place)
            assert self.client.post(f"/forum/drafts/{found.pk}/discard/")["Location"] == "/forum/"
        assert not drafts.drafts_of(self.omar, self.brand).exists()
        assert drafts.drafts_of(self.omar, elsewhere).count() == 3
        self.assertContains(self.client.get("/forum/me/drafts/"), "You have no drafts")

    def test_the_text_is_listed_where_no_form_opens(self):
        post = create_post(create_topic(self.board, self.maya), self.omar)
        Draft.objects.create(
            member=self.omar, topic=self.topic, text=f"To @{{{self.maya.pk}}}: half"
        )
        Draft.objects.create(member=self.omar, post=post, text="A change, half")
        Post.objects.filter(pk=self.topic.opening_id).update(state="held")
        Post.objects.filter(pk=post.pk).update(state="withdrawn")
        page = self.client.get("/forum/me/drafts/")
        self.assertContains(page, "To @maya-member: half")
        self.assertContains(page, "A change, half")
        self.assertNotContains(page, "Write on")
        for path in (self.path, f"/forum/posts/{post.pk}/edit/"):
            self.assertNotContains(page, path)
            assert self.client.get(path).status_code == 404
        answer = self.client.post(f"/forum/drafts/{Draft.objects.get(post=post).pk}/discard/")
        assert answer["Location"] == "/forum/me/drafts/"

    def test_drafts_take_one_query_for_many(self):
        self.send(text="Half", do="draft")
        self.send("/forum/boards/questions/new/", text="Half", do="draft")
        with self.assertNumQueries(1):
            assert (
                len(
                    [
                        drafts.url_of(drafts.place_of(d))
                        for d in drafts.drafts_of(self.omar, self.brand)
                    ]
                )
                == 2
            )
