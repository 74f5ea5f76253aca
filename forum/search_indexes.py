"""Topics in the search index, with their published posts."""

from search.registry import Searchable, register

from . import text
from .models import Topic

MOST_POSTS = 1000  # of a topic; the index keeps a limited text, and each reply writes it again


def words(topic: Topic) -> str:
    posts = topic.posts.published().order_by("pk").values_list("html", flat=True)
    return " ".join(text.plain(each) for each in posts[:MOST_POSTS])


register(
    Searchable(
        Topic,
        kind="Forum",
        published=lambda brand: Topic.objects.on(brand).published(),
        url=lambda topic: "" if topic.is_hidden else topic.get_absolute_url(),
        words=lambda topic: ("", "") if topic.is_hidden else (topic.shown_title, words(topic)),
    )
)
