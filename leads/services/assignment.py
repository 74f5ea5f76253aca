"""Give inquiries an owner by the rules that administrators wrote."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.directory import zone_of_office
from leads.models import Absence, AssignmentRule, Event, Inquiry, Lead, RuleMember
from leads.models.queues import LeadQuerySet

from . import work
from .staff import assignable

MOST_AT_ONCE = 1_000
NO_RULE = "No rule matches, or no one in it is at work."
Load = Counter[int]


class Choice(NamedTuple):
    """The colleague that a rule names."""

    user_id: int
    cause: str


def assign(lead: Lead) -> None:
    """Give `lead`, which was just stored or released, an owner if a rule has one.

    Must run in that transaction: an inquiry is never visible before it has its owner.
    """
    found = choose(lead.inquiry) if lead.owner_id is None else None
    if found is not None:
        lead.write(owner_id=found.user_id, attention=Lead.Attention.ASSIGNED)
        Event.objects.create(
            lead=lead, kind=Event.Kind.ASSIGNED, assignee_id=found.user_id, cause=found.cause
        )


def choose(inquiry: Inquiry, *, given: Load | None = None, never: int = 0) -> Choice | None:
    """Return the colleague that the first matching rule names; None if there is none.

    Two transactions never take the same turn: each locks the rule until it ends. `given` counts
    what the caller has not stored yet, `never` is someone who gets nothing.
    """
    for rule in AssignmentRule.objects.matching(inquiry):
        if AssignmentRule.objects.select_for_update().filter(pk=rule.pk).first() is None:
            continue  # deleted in the meantime
        members = at_work(rule, never)
        if not members:
            continue
        if rule.method == AssignmentRule.Method.IN_TURN:
            user_id = next_in_turn(members)
        else:
            user_id = least_loaded(members, given or Load())
        if given is not None:
            given[user_id] += 1
        return Choice(user_id, f"rule {rule.title}")
    return None


def at_work(rule: AssignmentRule, never: int) -> list[RuleMember]:
    """Return the members of `rule` who may work on inquiries and are not away today."""
    today = timezone.localdate(timezone=zone_of_office(None))
    away = Absence.objects.on(today).values("user_id")
    members = rule.members.filter(user__in=assignable().order_by().values("pk"))
    return list(members.exclude(user__in=away).exclude(user_id=never).order_by("pk"))


def next_in_turn(members: list[RuleMember]) -> int:
    """Return whose turn it is, and store it: smooth weighted round robin, as in nginx.

    Each gains their weight, and the one with the most pays what all gained. The turns of someone
    with a high weight are spread, and an absence leaves no debt.
    """
    for member in members:
        member.credit += member.weight
    chosen = max(members, key=lambda member: (member.credit, -member.pk))
    chosen.credit -= sum(member.weight for member in members)
    RuleMember.objects.bulk_update(members, ["credit"])
    return chosen.user_id


def least_loaded(members: list[RuleMember], given: Load) -> int:
    """Return who has the fewest open inquiries for their weight."""
    users = [member.user_id for member in members]
    rows = Lead.objects.unfinished().filter(owner__in=users).order_by()
    load = Load(dict(rows.values_list("owner").annotate(Count("pk")))) + given
    fewest = min(members, key=lambda member: (load[member.user_id] / member.weight, member.pk))
    return fewest.user_id


@transaction.atomic
def spread(*, leads: LeadQuerySet, owner_id: int, actor: User) -> work.Outcome:
    """Give up to MOST_AT_ONCE of `leads` of one colleague to others by the rules."""
    by_choice: defaultdict[Choice, list[int]] = defaultdict(list)
    outcome, given = work.Outcome(), Load()
    keys = [lead.pk for lead in leads.select_for_update().order_by("pk")[:MOST_AT_ONCE]]
    for inquiry in Inquiry.objects.filter(pk__in=keys).order_by("answer_by", "pk"):
        found = choose(inquiry, given=given, never=owner_id)
        if found is None:
            outcome.refused.append(f"{inquiry.reference}: {NO_RULE}")
        else:
            by_choice[found].append(inquiry.pk)
    for (user_id, cause), chosen in by_choice.items():
        part = Lead.objects.filter(pk__in=chosen)
        done = work.change_many(leads=part, actor=actor, cause=cause, owner_id=user_id)
        outcome.changes += done.changes
        outcome.refused += done.refused
    return outcome
