"""Carry out each kind of request: the actions behind the officer's buttons and the deadline."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.erasure import erasure
from privacy.erasure.identifiers import subject_of
from privacy.erasure.sweep import Hit
from privacy.models import (
    Erasure,
    IllegalTransition,
    PrivacyRequest,
    RecipientNotice,
    RequestEvent,
    Suppression,
)
from privacy.outreach import disclosures, opt_outs
from privacy.outreach.restrictions import is_restricted, restrict
from privacy.registry import Subject, about_somebody

from . import correction, exports, request_mail, requests
from .correction import Change, Difference
from .transitions import may_follow

Kind = PrivacyRequest.Kind
Step = RequestEvent.Step
AT_ONCE = frozenset({Kind.OPT_OUT, Kind.RESTRICTION})  # harmless, so no review is needed


def person(request: PrivacyRequest) -> Subject:
    return subject_of(request.email)


def searched(request: PrivacyRequest) -> list[str]:
    """Return what is searched for a request: every kind of record that can be about a person."""
    if request.kind in {*AT_ONCE, Kind.REMOVAL, Kind.COMPLAINT}:
        return []
    return sorted({each.title for each in about_somebody()})


def _only(request: PrivacyRequest, *kinds: str) -> None:
    if request.kind not in kinds or not request.is_open:
        raise IllegalTransition(f"{request} is not a request of this kind, or is closed")


# Access


def prepare_export(request: PrivacyRequest, *, by: User | None = None) -> None:
    """Collect everything and store it encrypted; replace an earlier copy of this request."""
    _only(request, Kind.ACCESS)
    requests.begin(request, by=by)
    export = exports.prepare(person(request))
    request.refresh_from_db(fields=["state", "version"])  # collecting takes time
    request.change(Step.PREPARED, by=by, note=f"{export.records} records", export=export)


@transaction.atomic
def release_export(request: PrivacyRequest, *, by: User) -> None:
    """Hand the prepared copy over: mail the link, and the code separately."""
    _only(request, Kind.ACCESS)
    if request.export is None:
        raise IllegalTransition(f"{request} has no export")
    line = {"title": "Copy of your data", "action": "made", "count": request.export.records}
    requests.fulfill(request, by=by, outcome=[line])
    request_mail.hand_over_export.enqueue(request.pk)


def may_release_again(request: PrivacyRequest) -> bool:
    """Return whether the copy was handed over and has expired or was downloaded too often."""
    export = request.export
    is_over = export is None or (export.released_at is not None and not export.is_open)
    return (
        is_over and bool(request.email) and may_follow(request.kind, request.state, Step.RELEASED)
    )


def release_again(request: PrivacyRequest, *, by: User) -> None:
    """Collect a fresh copy for a person who missed the first one, and hand it over."""
    if not may_release_again(request):
        raise IllegalTransition(f"{request} has a copy that can be fetched, or none was due")
    export = exports.prepare(person(request))
    with transaction.atomic():
        request.follow_up(Step.RELEASED, by=by, note=f"{export.records} records", export=export)
        request_mail.hand_over_export.enqueue(request.pk)


# Correction


def correctable(request: PrivacyRequest) -> list[Difference]:
    return list(correction.correctable(person(request)))


def suggested(request: PrivacyRequest) -> dict[tuple[str, str, str], str]:
    """Return the fields whose value a proposal calls wrong, with the proposed value."""
    return {
        place.key: each["after"]
        for place in correctable(request)
        for each in request.proposals
        if place.before and place.is_value(each["before"])
    }


@transaction.atomic
def approve_correction(
    request: PrivacyRequest, changes: Iterable[Change], *, by: User
) -> list[Hit]:
    """Store the corrections everywhere and close the request; return where an old value remains."""
    _only(request, Kind.CORRECTION)
    wanted = list(changes)
    subject = person(request)
    labels = sorted({each.label for each in correction.preview(subject, wanted)})
    requests.begin(request, by=by)
    request.change(Step.CORRECTED, by=by, note=f"{len(labels)} fields", proposals=[])
    list_recipients(request)
    left = correction.apply(subject, wanted)
    outcome = [{"title": label.capitalize(), "action": "corrected", "count": 1} for label in labels]
    requests.fulfill(request, by=by, outcome=outcome)
    return left


# Deletion


def execute_erasure(request: PrivacyRequest, *, plan_hash: str, by: User) -> Erasure:
    """Erase exactly as previewed, then sweep; close the request if everything is explained.

    Raise erasure.PlanChanged with nothing done, or erasure.NotClean with the request still open.
    """
    _only(request, Kind.DELETION)
    if request.erasure_id is not None:
        raise IllegalTransition(f"{request} was executed")
    requests.begin(request, by=by)
    done = _interrupted(request)
    if done is None:
        done = erasure.execute(subject=person(request), plan_hash=plan_hash, ordered_by=by)
    request.refresh_from_db(fields=["state", "version"])  # record what was erased in any case
    request.change(Step.ERASED, by=by, erasure=done)
    return sweep_again(request, by=by)


def sweep_again(request: PrivacyRequest, *, by: User | None = None) -> Erasure:
    """Repeat the sweep; close the request if it is clean."""
    _only(request, Kind.DELETION)
    if request.erasure_id is None:
        raise IllegalTransition(f"{request} was not executed")
    list_recipients(request)
    done = erasure.finish(UUID(str(request.erasure_id)))
    is_partly = done.awaiting.exists()
    requests.fulfill(request, by=by, is_partly=is_partly, outcome=list(done.outcome))
    return done


def _interrupted(request: PrivacyRequest) -> Erasure | None:
    """Return the erasure that a killed process carried out but did not record here."""
    unfinished = Erasure.objects.unfinished().filter(fingerprint=request.fingerprint)
    return unfinished.filter(ordered_at__gte=request.confirmed_at).first()


# Opt-out, restriction


@transaction.atomic
def execute(request: PrivacyRequest, *, by: User | None = None, note: str = "") -> None:
    """Carry out an opt-out or a restriction and close it."""
    _only(request, *AT_ONCE)
    requests.begin(request, by=by)
    if request.kind == Kind.OPT_OUT:
        opt_outs.suppress(
            address=request.email,
            scope=Suppression.Scope.ALL,
            reason=Suppression.Reason.REQUEST,
        )
        line = {"title": "News, offers, follow-ups and notices", "action": "stopped"}
    else:
        restrict(request.email)
        list_recipients(request)
        line = {"title": "Every use of your data but keeping it", "action": "stopped"}
    requests.fulfill(request, by=by, outcome=[line], note=note)


def may_lift(request: PrivacyRequest) -> bool:
    """Return whether a restriction of this request is active and its end is not announced yet."""
    return (
        may_follow(request.kind, request.state, Step.LIFTING)
        and is_restricted(request.email)
        and not request.events.filter(step=Step.LIFTING).exists()
    )


@transaction.atomic
def order_lifting(request: PrivacyRequest, *, by: User) -> None:
    """Enqueue the letter that announces the end of a restriction, which ends once that has left."""
    if not may_lift(request):
        raise IllegalTransition(f"{request}: no restriction is active, or its end is announced")
    request.follow_up(Step.LIFTING, by=by)
    request_mail.tell.enqueue(request.pk, "lifting")


# Recipients to notify (GDPR, article 19)


def list_recipients(request: PrivacyRequest) -> None:
    """List every recipient of the person's data as still to be notified; idempotent."""
    RecipientNotice.objects.bulk_create(
        (
            RecipientNotice(request=request, recipient=recipient)
            for recipient in disclosures.recipients_of(request.email)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def settle_notice(
    request: PrivacyRequest, *, notice: int, is_notified: bool, note: str = "", by: User
) -> RecipientNotice:
    """Record that a recipient was notified, or why it cannot be; IllegalTransition if done before.

    Allowed in every state of the request: most notices are sent after it is closed.
    """
    waiting = RecipientNotice.objects.waiting().filter(pk=notice, request=request)
    state = RecipientNotice.State.NOTIFIED if is_notified else RecipientNotice.State.IMPOSSIBLE
    if not waiting.update(state=state, note=note, settled_at=timezone.now(), settled_by=by):
        raise IllegalTransition(f"{request}: notice {notice} does not wait")
    settled = RecipientNotice.objects.select_related("recipient").get(pk=notice)
    what = "" if is_notified else "could not be notified: "
    request.record(Step.RECIPIENT, by=by, note=f"{what}{settled.recipient.name}"[:200])
    return settled
