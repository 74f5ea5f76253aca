"""What the blogs consist of."""

from .authors import Author
from .posts import Post, PostQuerySet
from .topics import Series, Tag

__all__ = ["Author", "Post", "PostQuerySet", "Series", "Tag"]
