"""Stored HTML is re-rendered for new renditions and for a new renderer, and only then."""

from blog import services
from blog.models import Post
from media import tasks
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

    def test_rendering_again_keeps_the_update_time(self):
        post = create_post()
        moment = Post.objects.get().updated_at
        post.render_again()
        assert Post.objects.get().updated_at == moment
        assert Post.objects.get().version == 1

    def test_html_of_an_older_release_is_rendered_again(self):
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
