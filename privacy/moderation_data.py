"""What moderation holds about people: nothing but numbers of items and of colleagues."""

from contactatonce.moderation.models import Token, Training, Verdict, WatchedWord

from .registry import holds_nobody

holds_nobody(
    Verdict,
    *("content_type", "object_id", "version", "decision", "refusal", "before", "before_refusal"),
    *("by", "at", "undone_at", "undone_by"),
    because="It names items and colleagues by number; what was written stands with the item.",
)
holds_nobody(WatchedWord, "word", "note", because="It is a word that our staff look out for.")
holds_nobody(Training, "learnt_at", "spam", "ham", because="It counts texts.")
holds_nobody(
    Token,
    *("digest", "spam", "ham"),
    because=(
        "It counts keyed digests of words that stand in two texts at least, and is made anew "
        "every hour from the texts that are still there."
    ),
)
