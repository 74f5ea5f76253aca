"""What is told of a post is told once, however many workers there are and however it is moved."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import announcements
from blog.models import Post
from contactatonce.jobs.models import Effect
from tests.blog.base import BlogTestCase, create_post


class AnnouncementsTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        self.told = []
        tellers = {"hub": lambda post: self.told.append(post.slug)}
        self.enterContext(mock.patch.dict(announcements.tellers, tellers, clear=True))
        self.now = timezone.now()
        self.post = create_post(publish_at=self.now - timedelta(minutes=1))

    def ordered(self):
        return [tuple(job.args_kwargs["args"]) for job in DBTaskResult.objects.all()]

    def run_jobs(self):
        for job in DBTaskResult.objects.all():
            announcements.tell.call(*job.args_kwargs["args"])

    def test_a_post_that_came_out_is_told_once(self):
        for _ in range(3):
            announcements.announce(self.now)
        assert self.ordered() == [(self.post.pk, "hub")]
        self.run_jobs()
        self.run_jobs()
        assert self.told == ["the-first-answer"]
        assert Effect.objects.get().key == f"post:{self.post.pk}:hub"

    def test_moving_it_to_later_tells_it_no_second_time(self):
        announcements.announce(self.now)
        Post.objects.update(publish_at=self.now + timedelta(hours=1))
        announcements.announce(self.now + timedelta(hours=2))
        assert len(self.ordered()) == 1

    def test_one_that_is_still_to_come_is_not_told(self):
        Post.objects.update(publish_at=self.now + timedelta(hours=1))
        assert announcements.announce(self.now) == 0
        assert announcements.announce(self.now + timedelta(hours=2)) == 1

    def test_one_that_was_taken_back_before_the_job_ran_is_not_told(self):
        announcements.announce(self.now)
        Post.objects.update(publish_at=None)
        self.run_jobs()
        assert self.told == []
        Post.objects.all().delete()
        self.run_jobs()
        assert self.told == []

    def test_old_posts_are_no_news(self):
        Post.objects.update(publish_at=self.now - timedelta(days=2))
        announcements.announce(self.now)
        assert self.ordered() == []
        assert Post.objects.get().announced_at == self.now

    def test_a_teller_that_fails_is_tried_again_and_one_that_worked_is_not(self):
        failing = mock.Mock(side_effect=OSError)
        announcements.announce(self.now)
        with mock.patch.dict(announcements.tellers, {"hub": failing}), pytest.raises(OSError):
            self.run_jobs()
        self.run_jobs()
        assert self.told == ["the-first-answer"]
