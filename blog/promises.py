"""Promise checks of the blogs."""

from html import unescape

from django.urls import reverse

from contactatonce.brands.models import Brand
from contactatonce.lib.feeds import PUBLISHER
from promises.registry import Found, Kind, promise
from search.crawler import ask

from .comments import promises as comment_promises  # noqa: F401  imported to register
from .feeds import FEEDS
from .models import Post
from .subscriptions import promises as subscription_promises  # noqa: F401  imported to register

TOLD = f"Published by {PUBLISHER}"
POSTS_LOOKED_AT = 3


@promise("P27", kind=Kind.FLOW)
def the_publisher_is_named() -> Found:
    """Each blog says on its pages and in its feeds that Contact At Once! publishes it."""
    for brand in Brand.objects.filter(kind=Brand.Kind.BLOG):
        newest = Post.objects.on(brand).published().newest_first()[:POSTS_LOOKED_AT]
        paths = [post.get_absolute_url() for post in newest]
        paths += [reverse(f"blog:{name}") for name in ("index", "archive", "feeds")]
        paths += [reverse("blog:feed", args=[kind]) for kind in FEEDS]
        for path in paths:
            answer = ask(f"{brand.origin}{path}")
            if answer.status != 200 or TOLD not in unescape(answer.text):
                yield f"{brand.origin}{path} does not name its publisher."
