"""Search the forum: words as in the site's search, with `author:`, `in:` and `solved:`."""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from contactatonce.brands.models import Brand
from search.results import LONGEST_QUERY, Results, search_in

from .models import Board, Member, Post, Topic
from .models.topics import TopicQuerySet

OPERATOR = re.compile(r"(?<!\S)(author|in|solved):(\S*)", re.IGNORECASE)
TOPIC = Topic._meta.label_lower
MOST_TOPICS = 50  # that are listed by activity, without words to rank them


@dataclass
class Query:
    """A search as a reader typed it: words, and what limits the topics."""

    text: str
    words: str = ""
    conditions: Q = field(default_factory=Q)
    problems: list[str] = field(default_factory=list)
    has_limits: bool = False

    def limit(self, name: str, value: str, brand: Brand) -> None:
        """Add the limit of an operator, or the reason why it can find nothing."""
        self.has_limits = True
        value = value.strip("@").lower()
        if name == "author":
            author = Member.objects.filter(handle=value).first() if value else None
            posts = Post.objects.published().filter(author=author, topic__board__brand=brand)
            self.conditions &= Q(pk__in=posts.values("topic"))
            self.note(author is not None, f"No member has the handle “{value}”.")
        elif name == "in":
            boards = Board.objects.on(brand).filter(Q(slug=value) | Q(parent__slug=value))
            self.conditions &= Q(board__in=boards)
            self.note(boards.exists(), f"No board of this forum is called “{value}”.")
        else:
            self.conditions &= Q(kind=Topic.Kind.QUESTION, accepted__isnull=value != "yes")
            self.note(value in {"yes", "no"}, "Write solved:yes or solved:no.")

    def note(self, is_right: bool, problem: str) -> None:
        if not is_right:
            self.problems.append(problem)


def read(text: str, brand: Brand) -> Query:
    """Parse a search; unknown operators are words."""
    text = " ".join(text[: 2 * LONGEST_QUERY].replace("\0", " ").split())[:LONGEST_QUERY]
    query = Query(text, words=" ".join(OPERATOR.sub(" ", text).split()))
    for name, value in OPERATOR.findall(text):
        query.limit(name.lower(), value, brand)
    return query


def topics(query: Query, brand: Brand) -> TopicQuerySet:
    """Return the topics that readers see now and that the query's operators allow."""
    return Topic.objects.on(brand).published().filter(query.conditions)


def by_words(query: Query, brand: Brand, page: int | str) -> Results:
    """Return topics with the words of the query, best first."""
    keys = topics(query, brand).order_by().values("pk")
    return search_in(Q(model=TOPIC, object_id__in=keys), query.words, page)


def by_activity(query: Query, brand: Brand) -> list[Topic]:
    """Return the topics that a query without words asks for, those with the latest posts first."""
    rows = topics(query, brand).with_names().order_by("-active_at", "-pk")
    return list(rows[:MOST_TOPICS])
