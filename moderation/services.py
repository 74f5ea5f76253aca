"""Admit, judge and undo: the state changes of moderated items."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.lib.versions import Conflict

from .models import UNDO_WITHIN, Moderated, Verdict
from .registry import consequences, kind_named, reversals
from .rules import Outcome
from .states import IllegalMove, State


class Overtaken(Exception):
    """Another change came first, and nothing was changed; the message says what happened."""


def admit(item: Moderated, outcome: Outcome) -> None:
    """Set the state of a new item from the outcome, before it is saved."""
    item.state = State.HELD if outcome.is_held else State.PUBLISHED
    item.reasons, item.score = outcome.reasons, outcome.score


def readmit(item: Moderated, outcome: Outcome, **columns: Any) -> None:
    """Save an item's edited text and `columns` with a new outcome; see Moderated.move.

    What held the earlier text holds this one too, until a moderator's verdict.
    """
    if not item.is_published:  # then its reasons are those before a verdict
        outcome = outcome.with_earlier(item.reasons)
    item.move(
        State.HELD if outcome.is_held else State.PUBLISHED,
        text=item.text,
        html=item.html,
        digest=item.digest,
        link_hosts=item.link_hosts,
        reasons=outcome.reasons,
        score=outcome.score,
        **columns,
    )


@transaction.atomic
def judge(
    *,
    model: type[Moderated],
    pk: int,
    version: int,
    decision: Verdict.Decision,
    by: User,
    refusal: str = "",
    at: datetime | None = None,
) -> Verdict:
    """Approve or refuse `version` of an item and return the verdict.

    Verdicts of one bulk action share the time `at`. Raises Overtaken if the item was erased,
    changed or judged in the meantime.
    """
    item = as_seen(model, pk, version)
    before, before_refusal = item.state, item.refusal
    carry_out(item, decision, refusal)
    verdict = Verdict.objects.create(
        content_type=ContentType.objects.get_for_model(model),
        object_id=pk,
        version=version,
        decision=decision,
        refusal=refusal,
        before=before,
        before_refusal=before_refusal,
        by=by,
        at=at or timezone.now(),
    )
    note(item, by, verdict.get_decision_display() + (f" ({refusal})" if refusal else ""))
    if follow := consequences.get(model):
        follow(item, verdict)
    return verdict


def carry_out(item: Moderated, decision: Verdict.Decision, refusal: str) -> None:
    """Move `item` to the state that the decision leads to; raise Overtaken if it can't be."""
    is_approval = decision == Verdict.Decision.APPROVE
    after = item.approved if is_approval else State.REFUSED
    if item.state == after and not (is_approval and item.open_reports):
        raise Overtaken(f"It is already {item.get_state_display().lower()}.")
    if not (item.is_approvable if is_approval else item.is_refusable):
        raise Overtaken(what_happened(item))
    try:
        item.move(after, refusal=refusal)
    except (IllegalMove, Conflict) as error:
        raise Overtaken(what_happened(item)) from error


def as_seen(model: type[Moderated], pk: int, version: int) -> Moderated:
    """Return the item with a row lock; raise Overtaken if its version differs."""
    item: Moderated | None = model.locked(pk)
    if item is None:
        raise Overtaken("It was erased in the meantime.")
    if item.version != version:
        raise Overtaken(what_happened(item))
    return item


@transaction.atomic
def undo(*, verdict_id: int, by: User, within: timedelta = UNDO_WITHIN) -> Moderated:
    """Undo a verdict and return the item in its previous state.

    Raises Overtaken after ten minutes, or if the item changed in the meantime.
    """
    rows = Verdict.objects.select_related("content_type")
    verdict = rows.active().filter(pk=verdict_id, at__gt=timezone.now() - within).first()
    if verdict is None:
        raise Overtaken("It can no longer be undone.")
    model = kind_named(f"{verdict.content_type.app_label}.{verdict.content_type.model}")
    item: Moderated | None = model.locked(verdict.object_id) if model else None
    if item is None or not verdict.still_holds(item):  # nor if undone before that lock
        raise Overtaken("It has changed since, or was removed.")
    try:
        item.move(verdict.before, refusal=verdict.before_refusal)
    except (IllegalMove, Conflict) as error:
        raise Overtaken("It can no longer be undone.") from error
    Verdict.objects.filter(pk=verdict.pk).update(undone_at=timezone.now(), undone_by=by)
    note(item, by, "Verdict undone")
    if take_back := reversals.get(type(item)):
        take_back(item, verdict)
    return item


def what_happened(item: Moderated) -> str:
    """Describe for the moderator how the item changed since they loaded the page."""
    if item.state == State.WITHDRAWN:
        return "Its author withdrew it."
    verdict = (
        Verdict.objects.active()
        .select_related("by")
        .filter(
            content_type=ContentType.objects.get_for_model(item),
            object_id=item.pk,
            version=item.version - 1,
        )
        .first()
    )
    if verdict is None:
        return "It has changed since you opened this page. Please read it again."
    who = verdict.by.display_name if verdict.by else "Someone"
    return f"{who} was faster: {verdict.get_decision_display().lower()}."


def note(item: Model, by: User, what: str) -> None:
    """Write an admin log entry with the id of a row, and none of its text."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(item),
        object_id=str(item.pk),
        object_repr=str(item)[:200],
        action_flag=CHANGE,
        change_message=what,
    )
