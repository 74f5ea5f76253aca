"""What is not stored comes back to its writer with a message and every word."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.db import OperationalError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from blog import links
from blog.comments import views
from blog.comments.forms import LONGEST, CommentForm
from blog.models import Comment
from contactatonce.brands.models import Brand
from contactatonce.lib import limits
from privacy import secret_links
from publishing import scheduling

from .commenting import WRITTEN, CommentTestCase, create_comment, create_post, fields_of


class RefusalTestCase(CommentTestCase):
    def test_a_forged_token_or_that_of_another_post_brings_the_form_back(self):
        other = create_post()
        page = self.client.get(f"/posts/{other.slug}/comments/")
        for token in ("forged", fields_of(page)["form_token"]):
            response = self.send(form_token=token)
            assert response.status_code == 422
            assert WRITTEN["text"] in response.content.decode()
        assert Comment.objects.count() == 0

    def test_a_database_that_fails_brings_the_form_back(self):
        with mock.patch.object(Comment, "save", side_effect=OperationalError("disk full")):
            response = self.send()
        assert response.status_code == 503
        assert fields_of(response)["text"] == WRITTEN["text"]
        assert "disk full" not in response.content.decode()
        assert self.send(fields_of(response)).status_code == 303

    def test_a_database_that_answers_nothing_brings_the_text_back(self):
        parent = create_comment(self.post, email="other@example.com")
        words = {"text": "Words <typed> for long.", "parent": str(parent.pk)}
        fields = {**self.open_form(), **WRITTEN, **words}
        failing = OperationalError("the server closed the connection")
        for owner, name, before in (
            (views, "post_at", "readonly>"),
            (limits, "seconds_to_wait", ">\n"),
            (CommentForm, "clean_parent", ">\n"),
            (Comment, "save", ">\n"),
        ):
            with (
                self.subTest(name=name),
                mock.patch.object(owner, name, side_effect=failing),
                mock.patch.object(CommentForm, "replied_to", side_effect=failing),
            ):
                response = self.client.post(self.action, fields)
                assert response.status_code == 503
                assert "Something is out of order on our side" in response.text
                assert f"{before}Words &lt;typed&gt; for long.</textarea>" in response.text
                assert "no-store" in response["Cache-Control"]
        assert Comment.objects.count() == 1

    def test_a_post_that_was_taken_down_meanwhile_hands_the_text_back(self):
        fields = {**self.open_form(), **WRITTEN}
        type(self.post).objects.filter(pk=self.post.pk).update(slug="renamed")
        response = self.client.post(self.action, fields)
        assert response.status_code == 404
        assert "was taken down" in response.text
        for text in (WRITTEN["text"], WRITTEN["name"], WRITTEN["email"]):
            assert f"{text}</textarea>" in response.text
        foreign = self.client.post(self.action, fields, headers={"sec-fetch-site": "cross-site"})
        assert foreign.status_code == 404
        assert WRITTEN["text"] not in foreign.text
        assert Comment.objects.count() == 0

    def test_an_old_form_that_was_stored_leads_to_its_comment(self):
        fields = {**self.open_form(), **WRITTEN}
        first = self.client.post(self.action, fields)
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            again = self.client.post(self.action, fields)
        assert (again.status_code, again["Location"]) == (303, first["Location"])
        assert Comment.objects.count() == 1

    def test_unreadable_body_gets_an_error_page(self):
        waiting = create_comment(self.post, state="held")
        status = reverse(
            "blog:comment_status", args=[secret_links.token(links.COMMENT, waiting.key)]
        )
        cut_off = {"data": b"--b\r\nContent-Dispo", "content_type": "multipart/form-data"}
        for address in (self.action, status):
            long = self.client.post(address, {"text": "x" * 1_100_000})
            assert long.status_code == 413
            assert "Your comment is too long for this form" in long.text
            assert f"shorten it to {LONGEST:,} characters." in long.text
            broken = self.client.post(address, **cut_off)
            assert broken.status_code == 400
            assert "Your comment did not arrive in one piece" in broken.text
        assert Comment.objects.get().text == WRITTEN["text"]

    def test_comments_close_after_half_a_year(self):
        fields = {**self.open_form(), **WRITTEN}
        with time_machine.travel(self.post.publish_at + timedelta(days=181), tick=False):
            assert "Comments on this post are closed." in self.page()
            assert "<textarea" not in self.page()
        type(self.post).objects.filter(pk=self.post.pk).update(
            publish_at=timezone.now() - timedelta(days=181)
        )
        response = self.send(fields)
        assert response.status_code == 422
        assert WRITTEN["text"] in response.content.decode()
        assert Comment.objects.count() == 0

    @override_settings(COMMENTS_CLOSE_AFTER_DAYS=0)
    def test_comments_stay_open_without_a_limit(self):
        type(self.post).objects.filter(pk=self.post.pk).update(
            publish_at=timezone.now() - timedelta(days=3650)
        )
        assert "<textarea" in self.page()
        assert self.send().status_code == 303

    def test_comments_close_with_a_change_that_is_due(self):
        fields = {**self.open_form(), **WRITTEN}
        scheduling.schedule(
            self.post, {"takes_comments": False}, timezone.now() + timedelta(hours=1)
        )
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            assert "<textarea" not in self.page()
            assert self.send(fields).status_code == 422
        assert Comment.objects.count() == 0

    def test_staff_can_close_the_comments_of_one_post(self):
        type(self.post).objects.filter(pk=self.post.pk).update(takes_comments=False)
        assert "<textarea" not in self.page()

    def test_comment_belongs_to_the_displayed_post(self):
        other = Brand.objects.get(slug="apartmentchatblog")
        guest = create_post(brand=other, also_on=[self.post.brand], publish_at=timezone.now())
        type(guest).objects.filter(pk=guest.pk).update(slug=self.post.slug)
        assert self.send().status_code == 303
        assert Comment.objects.get().post == self.post

    def test_a_post_that_is_not_published_takes_no_comment(self):
        draft = create_post(publish_at=None)
        assert self.client.get(f"/posts/{draft.slug}/comments/").status_code == 404
