"""A blog that hides whose it is breaks P27."""

from django.conf import settings

from search import crawler
from tests.blog.base import create_author, create_post
from tests.promises import sabotage
from tests.promises.sabotage import SabotageTestCase

nameless = sabotage.meddling(
    lambda request, response: (
        None
        if response.streaming or not request.path.startswith(("/posts/", "/feeds/"))
        else setattr(
            response, "content", response.content.replace(b"Published by Contact At Once", b"By us")
        )
    )
)


class PublisherPromiseTestCase(SabotageTestCase):
    def test_it_is_kept_while_every_page_names_the_publisher(self):
        create_author()
        create_post()
        assert self.broken("P27") == {}

    def test_page_without_publisher_is_found(self):
        create_author()
        create_post()
        path = f"{__name__}.nameless"
        with self.settings(MIDDLEWARE=[path, *settings.MIDDLEWARE]):
            crawler.application.cache_clear()
            assert list(self.broken("P27")) == ["P27"]
