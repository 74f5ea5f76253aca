"""Reply to a topic: posted once, held if the rules say so, and never lost."""

from datetime import timedelta
from unittest import mock

from django.db import OperationalError
from django.utils import timezone

from contactatonce.lib import form_tokens
from forum.models import Member, Post, Topic
from tests.forum.factories import create_member, create_post
from tests.forum.writing import TEXT, WritingTestCase, fields_in


class WriteReplyTestCase(WritingTestCase):
    def test_visitors_are_sent_to_the_sign_in(self):
        self.client.logout()
        response = self.client.get(self.path)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/forum/topics/")

    def test_a_reply_of_a_known_member_is_published(self):
        with mock.patch("contactatonce.lib.form_tokens.FormToken.age", timedelta(seconds=20)):
            response = self.send(text=TEXT)
        post = self.newest()
        assert (post.topic, post.author, post.text) == (self.topic, self.omar, TEXT)
        assert post.reasons == []
        assert (response.status_code, response["Location"]) == (303, f"/forum/posts/{post.pk}/")
        assert Topic.objects.get(pk=self.topic.pk).replies == 1

    def test_a_new_member_confirms_the_notice_and_is_held(self):
        user = create_member("Nadia New").user
        Member.objects.all().filter(user=user).delete()
        self.client.force_login(user)
        page = self.client.get(self.path)
        self.assertContains(page, "can be read, collected and used by anyone", count=2)
        assert not Member.objects.filter(user=user).exists()
        refused = self.send(text=TEXT)
        self.assertContains(
            refused, "Please confirm that your post will be public", status_code=422
        )
        response = self.send(text=TEXT, agreed="on")
        post = self.newest()
        assert response["Location"] == f"/forum/posts/{post.pk}/held/"
        held = self.client.get(response["Location"])
        self.assertContains(held, "Your post waits for a moderator")
        self.assertContains(held, "A person reads the first texts of each author")

    def test_no_one_else_sees_a_held_post_on_its_own_page(self):
        post = create_post(self.topic, self.maya, state="held")
        assert self.client.get(f"/forum/posts/{post.pk}/held/").status_code == 404

    def test_a_form_that_is_sent_twice_is_one_post(self):
        sent = {**fields_in(self.client.get(self.path)), "text": TEXT}
        first, second = self.client.post(self.path, sent), self.client.post(self.path, sent)
        assert first["Location"] == second["Location"]
        assert Post.objects.filter(text=TEXT).count() == 1

    def test_the_same_text_again_is_refused_with_a_link_to_the_first(self):
        self.send(text=TEXT)
        first = self.newest()
        response = self.send(text=TEXT)
        self.assertContains(response, f'href="/forum/posts/{first.pk}/"', status_code=409)
        assert fields_in(response)["text"] == TEXT

    def test_silenced_members_keep_their_text(self):
        sent = fields_in(self.client.get(self.path))
        Member.objects.filter(pk=self.omar.pk).update(silenced_at=timezone.now())
        response = self.client.post(self.path, {**sent, "text": TEXT})
        self.assertContains(response, "you can read, but not write", status_code=403)
        assert fields_in(response)["text"] == TEXT
        self.assertNotContains(self.client.get(self.path), "<textarea")

    def test_a_locked_topic_takes_no_reply_but_of_staff(self):
        Topic.objects.filter(pk=self.topic.pk).update(locked_at=timezone.now())
        self.assertContains(self.client.get(self.path), "This topic is locked")
        assert not Post.objects.filter(text=TEXT).exists()

    def test_a_held_topic_has_no_reply_form(self):
        Post.objects.filter(pk=self.topic.opening_id).update(state="held")
        assert self.client.get(self.path).status_code == 404

    def test_an_old_form_comes_back_with_its_text(self):
        token = form_tokens.mint(f"forum:topic:{self.topic.pk}", timezone.now() - timedelta(days=2))
        response = self.client.post(self.path, {"form_token": token, "text": TEXT})
        self.assertContains(response, "open for more than a day", status_code=422)
        assert fields_in(response)["text"] == TEXT

    def test_foreign_forms_are_refused(self):
        sent = {**fields_in(self.client.get(self.path)), "text": TEXT}
        response = self.client.post(self.path, sent, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
        assert not Post.objects.filter(text=TEXT).exists()

    def test_too_long_a_text_comes_back(self):
        response = self.send(text="a" * 20_001)
        self.assertContains(response, "20001 characters; 20000 fit", status_code=422)
        assert len(fields_in(response)["text"]) == 20_001

    def test_a_text_is_handed_back_while_the_database_is_away(self):
        sent = {**fields_in(self.client.get(self.path)), "text": TEXT}
        with mock.patch("forum.services.posting.reply", side_effect=OperationalError):
            response = self.client.post(self.path, sent)
        assert (response.status_code, fields_in(response)["text"]) == (503, TEXT)

    def test_the_form_takes_few_queries(self):
        create_post(self.topic, self.maya)
        self.client.get(self.path)
        with self.assertNumQueries(5):
            self.client.get(self.path)
