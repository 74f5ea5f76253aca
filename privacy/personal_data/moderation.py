"""Personal data in moderation: which staff decided what. The texts are declared by their apps."""

from contactatonce.accounts.models import User
from moderation.models import Token, Training, Verdict, WatchedWord
from privacy.registry import (
    Category,
    OnErasure,
    Retention,
    Rows,
    Subject,
    declare,
    either,
    holds_nobody,
)

from .publishing import without_their_text

AS_LONG = "as long as what it was about"


def verdicts_of(subject: Subject) -> Rows:
    rows, accounts = Verdict._base_manager, subject.keys(User)
    given = rows.filter(by__in=accounts).values("pk")
    return either(Verdict, given, rows.filter(undone_by__in=accounts).values("pk"))


declare(
    Verdict,
    purpose="To know who let a visitor's text appear or refused it, and to take that back.",
    source="Our software wrote it when the person moderated in the admin.",
    about=verdicts_of,
    retention=Retention("verdicts", AS_LONG, expired=without_their_text),
    personal={
        "by": Category.ACCOUNT,
        "at": Category.ACCOUNT,
        "undone_by": Category.ACCOUNT,
        "undone_at": Category.ACCOUNT,
    },
    plain=[
        "content_type",
        "object_id",
        "version",
        "decision",
        "refusal",
        "before",
        "before_refusal",
    ],
    on_erasure=OnErasure.KEEP,
    keep_because="The trail of who decided stays; it names former staff by number only.",
    keep_until=AS_LONG,
)
holds_nobody(WatchedWord, "word", "note", because="It is a word that our staff look out for.")
holds_nobody(Training, "learned_at", "spam", "ham", because="It counts texts.")
holds_nobody(
    Token,
    "digest",
    "spam",
    "ham",
    because=(
        "It counts keyed digests of words that occur in two texts at least, and is rebuilt "
        "every hour from the remaining texts."
    ),
)
