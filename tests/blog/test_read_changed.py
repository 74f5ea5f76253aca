"""A post is read again after something changed: the next reader sees it."""

from datetime import timedelta
from unittest import mock

from django.test import override_settings
from django.utils import timezone

from blog.models import Comment
from contactatonce.lib import page_cache
from moderation import services
from moderation.models import Verdict
from tests.blog.base import BlogTestCase, create_post

from .commenting import create_comment


class ReadChangedTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        self.post = create_post(publish_at=timezone.now() - timedelta(days=1))
        self.page()

    def page(self, query="", **headers):
        return self.client.get(f"{self.post.get_absolute_url()}{query}", **headers)

    def text(self):
        return self.page().content.decode()

    def test_every_reader_has_a_form_token_of_their_own(self):
        assert self.page().content != self.page().content

    def test_an_edit_is_seen_at_once(self):
        self.post.title = "Another title"
        self.post.save()
        assert "Another title" in self.text()

    def test_a_post_that_is_taken_down_answers_404_at_once(self):
        type(self.post).objects.update(unpublish_at=timezone.now() - timedelta(seconds=1))
        assert self.page().status_code == 404

    def test_a_post_removed_from_another_site_answers_404_there(self):
        self.post.also_on.set([self.corporate])
        there = {"headers": {"host": self.corporate.host}}
        assert self.page(**there).status_code == 200
        self.post.also_on.clear()
        assert self.page(**there).status_code == 404

    def test_a_comment_is_seen_at_once_and_gone_at_once(self):
        comment = create_comment(self.post, text="Words of a reader.")
        assert "Words of a reader." in self.text()
        comment.move("withdrawn")
        assert "Words of a reader." not in self.text()

    def test_a_verdict_is_seen_at_once(self):
        comment = create_comment(self.post, state="held", text="Words of a reader.")
        assert "Words of a reader." not in self.text()
        self.judge(comment, Verdict.Decision.APPROVE)
        assert "Words of a reader." in self.text()
        verdict = self.judge(comment, Verdict.Decision.REFUSE, refusal="rude")
        assert "Words of a reader." not in self.text()
        services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert "Words of a reader." in self.text()

    @override_settings(PAGE_CACHE_SECONDS=1)
    def test_the_page_cache_delays_a_verdict_by_one_second(self):
        clock = self.enterContext(mock.patch.object(page_cache, "time"))
        clock.monotonic.return_value = 100.0
        comment = create_comment(self.post, text="Words of a reader.")
        assert "Words of a reader." in self.text()
        self.judge(comment, Verdict.Decision.REFUSE, refusal="rude")
        clock.monotonic.return_value = 100.9
        assert "Words of a reader." in self.text()  # the cache is on
        clock.monotonic.return_value = 101.1
        assert "Words of a reader." not in self.text()
        assert "Words of a reader." not in self.text()

    def judge(self, comment, decision, refusal=""):
        comment.refresh_from_db()
        return services.judge(
            model=Comment,
            pk=comment.pk,
            version=comment.version,
            decision=decision,
            refusal=refusal,
            by=self.charlie,
        )

    def test_comments_have_pages(self):
        for number in range(51):
            create_comment(self.post, text=f"Comment {number:02}.")
        assert "Comment 50." not in self.text()
        assert "Comment 50." in self.page("?comments=2").content.decode()

    def test_sites_do_not_share_a_page(self):
        self.post.also_on.set([self.corporate])
        there = self.page(headers={"host": self.corporate.host}).content.decode()
        assert "first appeared in" in there
        assert "first appeared in" not in self.text()
