"""The posts that come with the project get covers that we have drawn, after they are there."""

from unittest import mock

from django_tasks_db.models import DBTaskResult

from blog import covers, seed
from blog.drafts import drafts_of
from blog.models import Post
from contactatonce.brands.models import Brand
from media.covers import WIDTH
from media.models import Image
from publishing.models import Revision
from tests.media.base import PicturesTestCase, add


class CoversTestCase(PicturesTestCase):
    host = "www.dealerchatblog.com"

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(mock.patch("media.covers.WIDTH", WIDTH // 4))
        draft = next(drafts_of(self.brand))
        authors = seed.authors_of(self.brand)
        self.draft, self.post = draft, seed.store(draft, self.brand, authors)

    def test_a_post_gets_the_cover_and_the_words_that_its_file_asks_for(self):
        covers.draw_cover.call(self.post.pk)
        self.post.refresh_from_db()
        assert self.post.cover.alt == self.draft.cover_alt
        last = Revision.objects.order_by("number").last()
        assert (last.note, last.number) == ("Cover drawn", self.post.version)
        page = self.client.get(self.post.get_absolute_url())
        self.assertContains(page, self.draft.cover_alt)
        self.assertContains(page, self.post.cover.renditions.get().url)

    def test_a_second_run_and_an_editor_before_it_change_nothing(self):
        chosen = add()
        Post.objects.filter(pk=self.post.pk).update(cover=chosen)
        covers.draw_cover.call(self.post.pk)
        covers.draw_cover.call(0)
        assert Image.objects.get() == chosen
        assert Post.objects.get(pk=self.post.pk).cover == chosen

    def test_a_post_of_staff_asks_for_none(self):
        Post.objects.filter(pk=self.post.pk).update(slug="another")
        covers.draw_cover.call(self.post.pk)
        assert not Image.objects.exists()

    def test_every_post_that_is_loaded_is_ordered_a_cover_the_newest_first(self):
        Post.objects.all().delete()
        seed.load_posts()
        ordered = DBTaskResult.objects.filter(task_path="blog.covers.draw_cover")
        posts = Post.objects.filter(brand__kind=Brand.Kind.BLOG).order_by("-publish_at")
        drawn = [job.args_kwargs["args"][0] for job in ordered.order_by("enqueued_at")]
        assert drawn == list(posts.values_list("pk", flat=True))
        assert len(drawn) == 24
