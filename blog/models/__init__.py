"""Models of the blogs."""

from .authors import Author
from .comments import Comment, CommentAddress
from .posts import Post, PostQuerySet
from .subscriptions import Subscription
from .topics import Series, Tag

__all__ = [
    "Author",
    "Comment",
    "CommentAddress",
    "Post",
    "PostQuerySet",
    "Series",
    "Subscription",
    "Tag",
]
