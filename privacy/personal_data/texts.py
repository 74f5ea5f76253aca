"""Personal data in the history and moderation of texts: which staff did what, and when."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from contactatonce.accounts.models import User
from moderation.models import Verdict
from privacy.registry import (
    Category,
    OnErasure,
    Retention,
    Rows,
    Subject,
    belonging_to,
    declare,
    either,
)
from publishing.models import PreviewLink, Revision, ScheduledRevision

AS_LONG = "as long as the text it belongs to"
TEXT_ITSELF = {"snapshot": "It is the text itself, which the site shows."}
WORK_ON_A_TEXT: dict[str, Any] = {
    "source": "Our software wrote it when the person worked on a text in the admin.",
    "personal": {"made_by": Category.ACCOUNT, "made_at": Category.ACCOUNT},
    "on_erasure": OnErasure.KEEP,
    "keep_because": "The history of a text stays; it names former staff by number only.",
}


def without_their_text(rows: Rows, now: datetime) -> Rows:
    """Return revisions and verdicts whose text was deleted."""
    gone = Q(pk__in=[])
    for key in rows.order_by().values_list("content_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(key).model_class()
        there = model._base_manager.values("pk") if model else []
        gone |= Q(content_type=key) & ~Q(object_id__in=there)
    return rows.filter(gone)


def verdicts_of(subject: Subject) -> Rows:
    rows, accounts = Verdict._base_manager, subject.keys(User)
    given = rows.filter(by__in=accounts).values("pk")
    return either(Verdict, given, rows.filter(undone_by__in=accounts).values("pk"))


declare(
    Revision,
    purpose="To know what a text said, and to bring an earlier wording back.",
    about=belonging_to(Revision, "made_by"),
    retention=Retention("history-of-texts", AS_LONG, expired=without_their_text),
    plain="content_type object_id number snapshot note",
    withheld=TEXT_ITSELF,
    keep_until=AS_LONG,
    **WORK_ON_A_TEXT,
)
declare(
    ScheduledRevision,
    purpose="To replace a text at a set time.",
    about=belonging_to(ScheduledRevision, "made_by"),
    retention=Retention("scheduled-revisions", AS_LONG, expired=without_their_text),
    plain=(
        "content_type object_id snapshot base_version pictures takes_effect_at applied_at "
        "canceled_at"
    ),
    withheld=TEXT_ITSELF,
    keep_until=AS_LONG,
    **WORK_ON_A_TEXT,
)
declare(
    PreviewLink,
    purpose="To show a text to people without an account before it is published.",
    about=belonging_to(PreviewLink, "made_by"),
    retention=Retention(
        "preview-links", "90 days after it has ended", timedelta(days=90), "expires_at"
    ),
    plain="content_type object_id name token_digest expires_at revoked_at",
    withheld={"token_digest": "It is a key; we keep only a digest of it."},
    keep_until="until 90 days after it has ended",
    **WORK_ON_A_TEXT,
)
declare(
    Verdict,
    purpose="To know who let a visitor's text appear or refused it, and to take that back.",
    source="Our software wrote it when the person moderated in the admin.",
    about=verdicts_of,
    retention=Retention("verdicts", "as long as what it was about", expired=without_their_text),
    personal=dict.fromkeys(("by", "at", "undone_by", "undone_at"), Category.ACCOUNT),
    plain="content_type object_id version decision refusal before before_refusal",
    on_erasure=OnErasure.KEEP,
    keep_because="The trail of who decided stays; it names former staff by number only.",
    keep_until="as long as what it was about",
)
