"""The work on inquiries: each action changes the lead and writes its Event in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from leads.models import Answer, Event, Lead
from leads.models.queues import LeadQuerySet

from .attention import after_action, tell_assigned

SLICE = 500
EDITABLE = ("state", "lost_reason", "owner_id")
TRACKED = (*EDITABLE, "spam_at", "attention")
Values = dict[str, Any]


class Refused(ValueError):
    """An action that the state of a lead does not allow; the message is for staff."""


class Repeated(Refused):
    """An action whose form was sent before; nothing was stored a second time.

    `is_same` tells whether the stored row holds the same text.
    """

    def __init__(self, *, is_same: bool) -> None:
        self.is_same = is_same
        super().__init__(
            "This was stored already; nothing was stored twice."
            if is_same
            else "This form was sent before, with another text. Send it again to add yours."
        )


@dataclass(frozen=True)
class Change:
    """A change of one lead: its version afterwards, and the changed values as they were before."""

    lead_id: int
    version: int
    before: Values


@dataclass
class Outcome:
    """Result of an action on several leads: what changed, and why others did not."""

    changes: list[Change] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return len(self.changes)


def change(*, lead_id: int, actor: User | None, cause: str = "", **values: Any) -> Lead:
    """Set `values` (names from EDITABLE) on one lead and return it; Refused for an illegal move."""
    with transaction.atomic():
        lead = locked(lead_id)
        _apply([lead], values, actor, cause)
    return lead


def change_many(
    *, leads: QuerySet[Lead], actor: User, cause: str = "bulk action", **values: Any
) -> Outcome:
    """Set `values` on every lead that allows it, in slices of 500, each in its own transaction."""
    outcome = Outcome()
    keys = list(leads.order_by().values_list("pk", flat=True))
    for part in slices(keys):
        with transaction.atomic():
            willing = []
            for lead in lock().select_related("inquiry").filter(pk__in=part).order_by("pk"):
                try:
                    clean(lead, values)
                except Refused as refusal:
                    outcome.refused.append(f"{lead.inquiry.reference}: {refusal}")
                else:
                    willing.append(lead)
            outcome.changes += _apply(willing, values, actor, cause)
    return outcome


def claim_next(*, actor: User) -> Lead | None:
    """Assign `actor` the unanswered new lead that is due first; return None if there is none.

    Two people never get the same one: PostgreSQL skips locked rows, SQLite allows one writer.
    """
    with transaction.atomic():
        lead: Lead | None = lock(skip_locked=True).waiting().first()
        if lead is not None:
            values = {"owner_id": actor.pk, "state": Lead.State.OPEN}
            _apply([lead], values, actor, "took the next one")
        return lead


def take(*, lead_id: int, actor: User, seen_owner_id: int | None) -> Lead:
    """Assign one lead to `actor`; Refused if its owner is not the one that the page showed."""
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.owner is not None and lead.owner_id not in (seen_owner_id, actor.pk):
            raise Refused(f"{lead.owner.display_name} has taken it.")
        _apply([lead], {"owner_id": actor.pk}, actor, "")
    return lead


def mark_as_spam(*, leads: QuerySet[Lead], actor: User, cause: str = "") -> Outcome:
    """Mark `leads` as spam, which teaches the classifier."""
    values = {"state": Lead.State.NOT_A_LEAD, "spam_at": timezone.now()}
    return change_many(leads=leads, actor=actor, cause=cause, **values)


def take_back_spam(*, lead_id: int, actor: User) -> Lead:
    """Take back that a lead is spam, or no lead for another reason; Refused if it is a lead."""
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.state != Lead.State.NOT_A_LEAD:
            raise Refused("It is not marked as spam any more.")
        _apply([lead], {"state": lead.state_before_spam}, actor, "")
    return lead


@transaction.atomic
def add_note(*, lead_id: int, actor: User, text: str, key: UUID | None = None) -> None:
    """Put a note on the timeline; Repeated if `key` was used before."""
    lead = locked(lead_id)
    refuse_repetition(Event.objects.all(), key, text=text)
    settle(lead, actor)
    Event.objects.create(lead_id=lead_id, kind=Event.Kind.NOTE, actor=actor, text=text, key=key)


@transaction.atomic
def log_call(*, lead_id: int, actor: User, text: str, key: UUID | None = None) -> None:
    """Record a phone call by `actor`, which counts as an answer; Repeated if `key` was used."""
    lead = locked(lead_id)
    refuse_repetition(Event.objects.all(), key, text=text)
    settle(lead, actor)
    Event.objects.create(lead=lead, kind=Event.Kind.CALL, actor=actor, text=text, key=key)
    count_as_answer(lead=lead, actor=actor, cause="phone call")


def settle(lead: Lead, actor: User) -> bool:
    """Clear what is pointed out on a locked lead, if it is for `actor` to see; return whether."""
    if not lead.attention or after_action(lead, lead.owner_id, actor):
        return False
    lead.write(attention="")
    return True


def seen(*, lead_id: int, actor: User) -> None:
    """Clear what is pointed out on a lead; Refused if that is for its owner to do."""
    with transaction.atomic():
        lead = locked(lead_id)
        if not settle(lead, actor) and lead.attention and lead.owner:
            raise Refused(f"It is {lead.owner.display_name} who needs to see it.")


def refuse_repetition(rows: "QuerySet[Any]", key: UUID | None, **typed: Any) -> None:
    """Raise Repeated if one of `rows` has the one-use `key` of the form with the values `typed`.

    The caller must hold the lock on the lead.
    """
    used = rows.filter(key=key)
    if key is not None and used.exists():
        raise Repeated(is_same=used.filter(**typed).exists())


def answer_sent(*, answer_id: int) -> None:
    """Record that the mail server accepted an answer; a second call changes nothing."""
    with transaction.atomic():
        answer = Answer.objects.get(pk=answer_id)
        lead = locked(answer.lead_id)
        now = timezone.now()
        if not Answer.objects.filter(pk=answer_id, sent_at=None).update(sent_at=now):
            return
        cause = f"answer {answer_id} was sent"
        Event.objects.create(
            lead=lead, kind=Event.Kind.ANSWER_SENT, at=now, cause=cause, answer=answer
        )
        if lead.attention == Lead.Attention.FAILED:
            lead.write(attention="")
        count_as_answer(lead=lead, actor=answer.author, cause=cause)


def count_as_answer(*, lead: Lead, actor: User | None, cause: str) -> None:
    """Store the time of the first human answer, and advance a lead that still waited for one.

    The caller must hold the lock on `lead`.
    """
    if lead.first_answered_at is None:
        lead.write(first_answered_at=timezone.now())
    if lead.state in (Lead.State.NEW, Lead.State.OPEN):
        _apply([lead], {"state": Lead.State.CONTACTED}, actor, cause)


def locked(lead_id: int) -> Lead:
    lead: Lead = lock().get(pk=lead_id)
    return lead


def clean(lead: Lead, values: Values) -> None:
    """Raise Refused unless `lead` may take `values`: Lead.moves, and a reason for a lost one."""
    old, new = Lead.State(lead.state), Lead.State(values.get("state", lead.state))
    if new != old and new not in lead.moves:
        if lead.is_quarantined:
            raise Refused("It is in quarantine; release it first.")
        raise Refused(f"It is {old.label.lower()} and cannot become {new.label.lower()}.")
    if new == Lead.State.LOST and not values.get("lost_reason", lead.lost_reason):
        raise Refused("Say why it was lost.")
    if new != Lead.State.LOST and values.get("lost_reason"):
        raise Refused("A reason is kept for a lost inquiry only.")


def slices(keys: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(keys)
    while part := list(islice(remaining, SLICE)):
        yield part


def lock(*, skip_locked: bool = False) -> LeadQuerySet:
    features = connection.features
    return Lead.objects.select_for_update(
        of=("self",) if features.has_select_for_update_of else (),
        skip_locked=skip_locked and features.has_select_for_update_skip_locked,
    )


def _apply(leads: list[Lead], values: Values, actor: User | None, cause: str) -> list[Change]:
    """Change locked leads, each with an Event; a new one that `actor` takes becomes Open."""
    if values.get("state", Lead.State.LOST) != Lead.State.LOST:
        values = {**values, "lost_reason": ""}
    if values.get("state", Lead.State.NOT_A_LEAD) != Lead.State.NOT_A_LEAD:
        values = {**values, "spam_at": None}
    for lead in leads:
        clean(lead, values)
    begun = [lead for lead in leads if _begins(lead, values, actor)]
    others = [lead for lead in leads if lead not in begun] if begun else leads
    changes = write(begun, {**values, "state": Lead.State.OPEN}, actor, cause)
    return changes + write(others, values, actor, cause)


def _begins(lead: Lead, values: Values, actor: User | None) -> bool:
    """Return whether `actor` takes a new lead, without another state for it."""
    takes = actor is not None and values.get("owner_id") == actor.pk != lead.owner_id
    is_new = lead.state == values.get("state", lead.state) == Lead.State.NEW
    return takes and is_new and not lead.is_quarantined


def write(leads: list[Lead], values: Values, actor: User | None, cause: str) -> list[Change]:
    """Write `values` to locked leads with few statements, and an Event for each change."""
    events: list[Event] = []
    changes: list[Change] = []
    by_attention: defaultdict[str, list[int]] = defaultdict(list)
    for lead in leads:
        before = {name: getattr(lead, name) for name in (*TRACKED, *values)}
        after = before | values
        if after == before:
            continue
        events += [
            Event(lead=lead, actor=actor, cause=cause, **fields)
            for fields in _descriptions(before, after)
        ]
        after["attention"] = values.get("attention", after_action(lead, after["owner_id"], actor))
        for name, value in after.items():
            setattr(lead, name, value)
        lead.version += 1
        by_attention[lead.attention].append(lead.pk)
        changed = {name: before[name] for name in before if before[name] != after[name]}
        changes.append(Change(lead.pk, lead.version, changed))
    for attention, keys in by_attention.items():
        Lead.objects.filter(pk__in=keys).update(**{**values, "attention": attention})
    tell_assigned(Event.objects.bulk_create(events), actor)
    return changes


def _descriptions(before: Values, after: Values) -> Iterator[Values]:
    """Yield the fields of the Events that describe the change from `before` to `after`."""
    differing = {name for name in before if before[name] != after[name]}
    if "released_at" in differing:
        yield {"kind": Event.Kind.QUARANTINED}
    if "owner_id" in differing:
        yield {"kind": Event.Kind.ASSIGNED, "assignee_id": after["owner_id"]}
    if differing & {"state", "lost_reason"} or bool(before["spam_at"]) != bool(after["spam_at"]):
        yield {"kind": Event.Kind.STATE, "text": f"{_state(before)} → {_state(after)}"}


def _state(values: Values) -> str:
    label = "Spam" if values["spam_at"] else str(Lead.State(values["state"]).label)
    reason = values["lost_reason"]
    return f"{label} ({Lead.LostReason(reason).label})" if reason else label
