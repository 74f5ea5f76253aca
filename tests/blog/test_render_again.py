"""Stored HTML is made anew where a picture's sizes or a new renderer ask for it, and only there."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from blog import services
from blog.models import Post
from media import tasks
from publishing import changes
from publishing.models import ScheduledChange
from tests.blog.base import BlogTestCase, create_post
from tests.media.base import add


class RenderAgainTestCase(BlogTestCase):
    def test_a_post_shows_all_sizes_of_a_picture_as_soon_as_they_are_there(self):
        image = add()
        post = create_post(body=f"![Cars](image:{image.pk})")
        before = post.html.count("/media/pictures/")
        tasks.render.call(image.pk)
        post.refresh_from_db()
        assert post.html.count("/media/pictures/") > before

    def test_so_does_a_text_that_waits_for_its_time(self):
        image = add()
        later = timezone.now() + timedelta(days=1)
        change = changes.schedule(create_post(), {"body": f"![Cars](image:{image.pk})"}, later)
        before = change.fields["html"].count("/media/pictures/")
        tasks.render.call(image.pk)
        change.refresh_from_db()
        assert change.fields["html"].count("/media/pictures/") > before
        right = change.fields
        old = {**right, "html": "<p>Old</p>", "render_version": 0}
        ScheduledChange.objects.update(fields=old)
        assert services.render_outdated() is True
        change.refresh_from_db()
        assert change.fields == right
        assert services.render_outdated() is False

    def test_what_is_written_in_this_moment_is_rendered_by_who_writes_it(self):
        post, later = create_post(), timezone.now() + timedelta(days=1)
        change = changes.schedule(post, {"body": "**Newer** words."}, later)
        old = {**change.fields, "html": "<p>Old</p>", "render_version": 0}
        ScheduledChange.objects.update(fields=old)
        with time_machine.travel(later, tick=False):
            assert services.render_outdated() is True
            assert changes.settle_all() == 1
        post.refresh_from_db()
        assert "<strong>Newer</strong>" in post.html

    def test_to_readers_that_is_no_change(self):
        post = create_post()
        moment = Post.objects.get().updated_at
        post.render_again()
        assert Post.objects.get().updated_at == moment
        assert Post.objects.get().version == 1

    def test_what_an_older_release_rendered_is_rendered_anew(self):
        create_post()
        right = Post.objects.get().html
        Post.objects.update(html="<p>Old</p>", render_version=0)
        assert services.render_outdated() is True
        assert Post.objects.get().html == right
        assert services.render_outdated() is False

    def test_a_picture_that_a_text_shows_counts_as_used(self):
        image = add()
        post = create_post(body=f"![Cars](image:{image.pk})")
        assert list(post.pictures.all()) == [image]
        post.body = "No picture."
        post.save()
        assert list(post.pictures.all()) == []
