"""What the search index holds."""

from contactatonce.search.models import Entry

from .registry import holds_nobody

holds_nobody(
    Entry,
    *("model", "object_id", "path", "title", "text", "title_words", "text_words"),
    because="It is a copy of what the websites publish; inquiries and comments are not searched.",
)
