"""A sample reader who comments, for the promise checks."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from blog.models import Comment, Post
from contactatonce.lib import form_tokens
from privacy import fingerprints
from search.crawler import Answer, ask

from .forms import scope, trap_name
from .services import takes_comments

WRITTEN_FOR = timedelta(minutes=1)  # longer than the rule for bots
MOST_LOOKED_AT = 20


def open_posts() -> list[Post]:
    """Return the newest post of each site that is open for comments."""
    found: dict[int, Post] = {}
    newest = Post.objects.published().newest_first().select_related("brand")
    for post in newest[:MOST_LOOKED_AT]:
        if takes_comments(post):
            found.setdefault(post.brand_id, post)
    return list(found.values())


def open_post(post: Post) -> Answer:
    return ask(post.url)


def fields_for(post: Post, person: str) -> dict[str, str]:
    """Return the form data of a person who opened the post a minute ago."""
    return {
        "form_token": form_tokens.mint(scope(post), at=timezone.now() - WRITTEN_FOR),
        "name": "Proof Example",
        "email": person,
        "text": f"How is the promise of the privacy policy kept? {secrets.token_hex(8)}",
        "parent": "",
        trap_name(post): "",
    }


def post_comment(
    post: Post, fields: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> Answer:
    return ask(f"{post.brand.origin}{post.get_absolute_url()}comments/", fields, extra)


def comments_of(person: str) -> list[Comment]:
    return list(Comment.objects.filter(fingerprints.is_about(person)))
