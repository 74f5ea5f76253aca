"""Personal data in the search index."""

from privacy.registry import holds_nobody
from search.models import Entry, LinkProblem

holds_nobody(
    Entry,
    "model",
    "object_id",
    "path",
    "title",
    "text",
    "title_words",
    "text_words",
    because="It is a copy of what the websites publish; inquiries and comments are not searched.",
)
holds_nobody(
    LinkProblem,
    "brand",
    "kind",
    "path",
    "target",
    "status",
    "found_at",
    because="It describes the websites, not a person.",
)
