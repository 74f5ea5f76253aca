"""Posts in the search index."""

from html import unescape

from django.utils.html import strip_tags

from search.registry import Searchable, register

from .models import Post


def words(post: Post) -> str:
    return f"{post.summary} {unescape(strip_tags(post.html))}"


register(
    Searchable(
        Post,
        kind="Article",
        published=lambda brand: Post.objects.on(brand).published(),
        url=lambda post: post.get_absolute_url(),
        words=lambda post: (post.title, words(post)),
    )
)
