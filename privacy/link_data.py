"""What redirects and the check of links hold."""

from contactatonce.publishing.models import LinkProblem, Redirect

from .registry import holds_nobody

COUNTED = "It counts uses of an address, not people, and names no visitor."
holds_nobody(Redirect, *("brand", "old_path", "target", "hits", "last_hit_on"), because=COUNTED)
holds_nobody(
    LinkProblem,
    *("brand", "kind", "path", "target", "status", "found_at"),
    because="It describes the websites, not a person.",
)
