"""Personal data in exports, erasures and legal holds."""

from datetime import timedelta

from privacy.models import AccessExport, AwaitingRelease, Erasure, LedgerMark, LegalHold
from privacy.registry import Category, OnErasure, Retention, declare, holds_nobody

KEPT = timedelta(days=730)
OURS = "We made it when the person used a right."


declare(
    AccessExport,
    purpose="To hand over the copy of their data that a person asked for.",
    source=OURS,
    retention=Retention("exports", "72 hours after it was handed over", timedelta(0), "expires_at"),
    personal={"fingerprint": Category.CONTACT, "file": Category.CONTENT},
    plain=("id records created_at released_at expires_at code_digest wrong_tries downloads"),
    withheld={
        "file": "It is an earlier copy like this one.",
        "code_digest": "It guards the copy.",
    },
    is_volatile=True,
)
declare(
    Erasure,
    purpose="To prove that an erasure was carried out, and to finish it if it was interrupted.",
    source=OURS,
    retention=Retention(
        "erasures",
        "2 years after the erasure was finished, and as long as a legal hold keeps a part of it",
        KEPT,
        "finished_at",
        expired=lambda rows, now: rows.filter(awaiting=None),
    ),
    personal={"fingerprint": Category.CONTACT, "sealed": Category.CONTACT},
    plain=(
        "id plan_hash outcome findings explanations ordered_by ordered_at "
        "erased_at cleaned_at finished_at"
    ),
    withheld={
        "sealed": "It is what an unfinished erasure looks for; it goes when that is finished.",
    },
    on_erasure=OnErasure.KEEP,
    keep_because="It proves that the person was erased, and holds no identifier.",
    keep_until="until 2 years after the erasure was finished",
    is_volatile=True,
)
BOOKKEEPING = "It names records by number, not people."
holds_nobody(AwaitingRelease, "erasure content_type object_pk", because=BOOKKEEPING)
holds_nobody(LedgerMark, "line chain", because=BOOKKEEPING)
holds_nobody(
    LegalHold,
    "content_type object_pk ground case review_on placed_by placed_at released_by released_at",
    because=BOOKKEEPING,
)
