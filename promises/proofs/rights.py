"""Requests that people may make, their deadlines, and retention (P30, P31)."""

import re
import secrets
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.directory import directory
from privacy.checks import every_field_is_declared
from privacy.erasure import idle_accounts, ledger, replay, retention
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from privacy.models import Disclosure, OptOutLink, PrivacyRequest, Suppression
from privacy.outreach import disclosures, opt_outs
from privacy.registry import Category, Model, Retention, about_somebody
from privacy.rights import access, clock
from privacy.rights.transitions import DONE, State
from promises.registry import FEWEST, Figure, Found, Kind, promise
from search.crawler import ask

from .mail import give_news
from .sharing import MOST, made_up_person, made_up_recipient

ANSWERED = [*DONE, State.REFUSED]
PERIOD = re.compile(r"\b(an?|\d+) (hour|day|week|month|year)s?\b")
DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}


@promise("P30", kind=Kind.DEADLINE)
def requests_are_answered_in_time() -> Found:
    """No confirmed request waits longer than the policy says."""
    now = timezone.now()
    soon = PrivacyRequest.objects.open().filter(due_on__lte=now.date() + timedelta(days=1))
    for request in soon.select_related("brand__calendar"):
        if request.days_left(now) < 0:
            yield f"{request} was due on {request.answer_by}."
        if request.due_on > clock.due_on(request.received_at, request.zone):
            yield f"{request} was given more time than 30 days."
    yield from figures_of_requests()


def figures_of_requests() -> Iterator[Figure]:
    rows = PrivacyRequest.objects.filter(state__in=ANSWERED)
    found = rows.annotate(
        due=Coalesce("extended_to", "due_on"), closed_on=TruncDate("closed_at")
    ).aggregate(
        answered=Count("pk"),
        in_time=Count("pk", filter=Q(closed_on__lte=F("due"))),
        slowest=Max(F("closed_at") - F("received_at")),
    )
    answered = found["answered"]
    yield Figure("Requests answered in time", answered, count=found["in_time"])
    slowest = found["slowest"].days if found["slowest"] else None
    yield Figure("Slowest answer", answered, days=slowest)


@promise("P30", kind=Kind.FLOW, only_reads=True)
def requests_can_be_made_anywhere() -> Found:
    """Requests are one click away on each home page, without account or cookie."""
    for brand in directory.get().brands:
        home = ask(f"{brand.origin}/")
        link = f"{brand.origin}/privacy/requests/"
        if link not in home.links():
            yield f"{home.url} does not link to the page for requests."
        answer = ask(link)
        asked = {each.attributes.get("value") for each in answer.elements}
        asked |= {each.attributes.get("name") for each in answer.elements}
        if answer.status != 200 or "email" not in asked:
            yield f"{link} takes no request."


@promise("P30", kind=Kind.INVARIANT)
def every_field_is_known() -> Found:
    """Each field of each table is declared, so that it can be shown, corrected and deleted."""
    for error in every_field_is_declared()[:MOST]:
        yield error.msg


@promise("P30", kind=Kind.FLOW)
def what_is_held_is_shown_and_can_be_deleted() -> Found:
    """The access copy and the erasure of a made-up person include everything stored about them."""
    person = made_up_person()
    planted = plant(person)
    yield from not_covered(person, planted)


@promise("P30", kind=Kind.INVARIANT)
def erasures_are_remembered() -> Found:
    """Erasures are recorded outside the database, so that no backup undoes them."""
    try:
        for _ in ledger.lines():
            pass  # each is verified as it is read
        ledger.check(replay.carried_out())
    except ledger.LedgerDamaged as error:
        yield str(error)


def plant(person: str) -> dict[Model, int]:
    """Store a row about `person` in each privacy table that can hold one; return rows by model."""
    brand = directory.get().brands[0]
    User.objects.create(email=person, display_name="Proof", password=secrets.token_hex(8))
    given = give_news(person, brand)
    opt_outs.link(person, brand=brand)
    provider = made_up_recipient("shipping")
    disclosures.gate(provider.slug, person, [Category.CONTACT])
    opt_outs.suppress(address=person, scope=Suppression.Scope.NEWS, reason=Suppression.Reason.PAGE)
    return {User: 1, type(given): 1, OptOutLink: 1, Disclosure: 1, Suppression: 1}


def not_covered(person: str, planted: dict[Model, int]) -> Found:
    """Yield each of the `planted` rows that an export or an erasure of `person` would miss."""
    subject = subject_of(person)
    sources = {
        source["id"]: source["count"] for source in access.collect(subject).content["sources"]
    }
    plan = plan_person(subject)
    for model, count in planted.items():
        label = model._meta.label_lower
        if sources.get(label) != count:
            yield f"An access export does not show all of {label}."
        if len(plan.rows.get(model, {})) != count:
            yield f"An erasure would not find all of {label}."


@promise("P31", kind=Kind.DEADLINE)
def nothing_is_older_than_its_rule() -> Found:
    """No record is older than its retention rule allows, legal holds excepted."""
    now = timezone.now()
    for declaration, count in retention.overdue():
        yield f"{declaration.label}: {count} or more rows are older than their rule allows."
    for declaration, rule in retention.rules():
        if not rule.since or "__" in rule.since:
            continue
        rows = rule.ended(declaration.model._base_manager.order_by(), now)
        oldest = rows.aggregate(**{moment: Min(moment) for moment in rule.since.split()})
        if found := [moment for moment in oldest.values() if moment is not None]:
            people = rows.values("pk")[:FEWEST].count()
            name = str(declaration.model._meta.verbose_name_plural)
            age = (now - min(found)).days
            yield Figure(f"Oldest of the {name}", people, days=age, note=f"Rule: {rule.basis}.")


@promise("P31", kind=Kind.DEADLINE)
def idle_accounts_are_warned_and_erased() -> Found:
    """No account of a member is idle for more than 24 months, unless its warnings cannot leave."""
    late = timezone.now() - retention.GRACE
    if count := idle_accounts.to_erase(late).count():
        yield f"{count} idle accounts were warned twice and are not erased."
    idle = idle_accounts.idle_for(idle_accounts.IDLE, late)
    if unwarned := idle.filter(warned_again_at=None).count():
        yield Figure("Idle accounts that no letter reaches", idle.count(), count=unwarned)


@promise("P31", kind=Kind.INVARIANT)
def rules_do_what_they_say() -> Found:
    """Each kind of record has an executable rule whose period matches its wording."""
    for declaration in about_somebody():
        rule = declaration.retention
        if rule is None or not rule.is_executable:
            yield f"{declaration.label} has no rule that can be carried out."
        elif not says_what_it_does(rule):
            yield f"Rule {rule.id} says “{rule.basis}” and keeps rows for {rule.keep}."


def says_what_it_does(rule: Retention) -> bool:
    """Return whether the period in the wording of `rule` is the one that it applies."""
    if not rule.keep:
        return True  # until a moment stored in the row, or together with another row
    named = [
        (1 if number in {"a", "an"} else int(number)) * DAYS[unit]
        for number, unit in PERIOD.findall(rule.basis)
    ]
    kept = rule.keep.total_seconds() / 86400
    return any(abs(days - kept) < 0.01 or 0 <= kept - days < 2 for days in named)
