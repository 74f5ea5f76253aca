"""The posts that come with the project are loaded with their covers."""

from blog import seed
from blog.drafts import drafts_of
from blog.models import Post
from media.models import Image
from tests.media.base import PicturesTestCase


class LoadPostsTestCase(PicturesTestCase):
    host = "www.dealerchatblog.com"

    def setUp(self) -> None:
        super().setUp()
        self.draft = next(drafts_of(self.brand))
        self.authors, _ = seed.read_blog(seed.file_of(self.brand))

    def test_post_shows_its_cover_and_the_words_for_it(self):
        post = seed.store(self.draft, self.brand, self.authors, [])
        assert post.cover.alt == self.draft.cover_alt
        page = self.client.get(post.get_absolute_url())
        self.assertContains(page, self.draft.cover_alt)
        self.assertContains(page, post.cover.renditions.get().url)

    def test_cover_that_is_in_the_library_is_used_again(self):
        seed.store(self.draft, self.brand, self.authors, [])
        Post.objects.all().delete()
        post = seed.store(self.draft, self.brand, self.authors, [])
        assert post.cover == Image.objects.get()

    def test_posts_are_loaded_once_each_with_a_cover(self):
        assert seed.load_posts()
        assert Post.objects.exclude(cover=None).count() == Image.objects.count() == 24
        assert not seed.load_posts()
