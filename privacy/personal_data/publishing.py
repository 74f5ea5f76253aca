"""Personal data in the history of published texts: which staff saved what, and when."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from contactatonce.accounts.models import User
from privacy.registry import Category, OnErasure, Retention, Rows, declare, holds_nobody
from publishing.models import PreviewLink, Redirect, Revision, ScheduledRevision

BY_STAFF = "Our software wrote it when the person worked on a text in the admin."
TRAIL = "The history of a text stays; it names former staff by number only."
AS_LONG = "as long as the text it belongs to"


def without_their_text(rows: Rows, now: datetime) -> Rows:
    """Return revisions whose text was deleted."""
    gone = Q(pk__in=[])
    for key in rows.order_by().values_list("content_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(key).model_class()
        there = model._base_manager.values("pk") if model else []
        gone |= Q(content_type=key) & ~Q(object_id__in=there)
    return rows.filter(gone)


declare(
    Revision,
    purpose="To know what a text said, and to bring an earlier wording back.",
    source=BY_STAFF,
    about=lambda subject: Revision._base_manager.filter(made_by__in=subject.keys(User)),
    retention=Retention("history-of-texts", AS_LONG, expired=without_their_text),
    personal={"made_by": Category.ACCOUNT, "made_at": Category.ACCOUNT},
    plain=["content_type", "object_id", "number", "snapshot", "note"],
    withheld={"snapshot": "It is the text itself, which the site shows."},
    on_erasure=OnErasure.KEEP,
    keep_because=TRAIL,
    keep_until=AS_LONG,
)
declare(
    ScheduledRevision,
    purpose="To replace a text at a set time.",
    source=BY_STAFF,
    about=lambda subject: ScheduledRevision._base_manager.filter(made_by__in=subject.keys(User)),
    retention=Retention("scheduled-revisions", AS_LONG, expired=without_their_text),
    personal={"made_by": Category.ACCOUNT, "made_at": Category.ACCOUNT},
    plain=[
        "content_type",
        "object_id",
        "snapshot",
        "base_version",
        "pictures",
        "takes_effect_at",
        "applied_at",
        "canceled_at",
    ],
    withheld={"snapshot": "It is the text itself, which the site shows."},
    on_erasure=OnErasure.KEEP,
    keep_because=TRAIL,
    keep_until=AS_LONG,
)
declare(
    PreviewLink,
    purpose="To show a text to people without an account before it is published.",
    source=BY_STAFF,
    about=lambda subject: PreviewLink._base_manager.filter(made_by__in=subject.keys(User)),
    retention=Retention(
        "preview-links", "90 days after it has ended", timedelta(days=90), "expires_at"
    ),
    personal={"made_by": Category.ACCOUNT, "made_at": Category.ACCOUNT},
    plain=["content_type", "object_id", "name", "token_digest", "expires_at", "revoked_at"],
    withheld={"token_digest": "It is a key; we keep only a digest of it."},
    on_erasure=OnErasure.KEEP,
    keep_because=TRAIL,
    keep_until="until 90 days after it has ended",
)
holds_nobody(
    Redirect,
    "brand",
    "old_path",
    "target",
    "hits",
    "last_hit_on",
    because="It counts uses of an address, not people, and names no visitor.",
)
