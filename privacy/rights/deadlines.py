"""Deadlines of open requests: reminders, and automatic actions on the last day."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from contactatonce.accounts.models import Role, User
from privacy.models import Erasure, IllegalTransition, PrivacyRequest, RequestEvent
from privacy.models.requests import PrivacyRequestQuerySet

from . import fulfillment, request_mail
from .transitions import CLOSED

ALARMS = (10, 5, 2)  # days left
LONGEST_ALARM = timedelta(days=ALARMS[0] + 2)
LETTER_TRIED_FOR = timedelta(days=3)
Kind = PrivacyRequest.Kind
logger = logging.getLogger(__name__)


def due_within(now: datetime, span: timedelta) -> PrivacyRequestQuerySet:
    """Return the open requests due within `span`, extensions included."""
    soon = PrivacyRequest.objects.open().due_by((now + span).date())
    return soon.select_related("brand__calendar", "export")


def raise_alarms(now: datetime | None = None) -> int:
    """Enqueue the due reminders, one for each threshold passed; return the number of requests."""
    now = now or timezone.now()
    warned = 0
    for request in due_within(now, LONGEST_ALARM):
        threshold = min((days for days in ALARMS if request.days_left(now) <= days), default=None)
        note = f"{threshold} days, due {request.answer_by}"
        warnings = request.events.filter(step=RequestEvent.Step.WARNED, note=note)
        if threshold is None or warnings.exists():
            continue
        for officer in officers():
            request_mail.warn.enqueue(request.pk, threshold, officer.pk)
        request.record(RequestEvent.Step.WARNED, note=note)
        warned += 1
    return warned


def act_on_last_day(now: datetime | None = None) -> int:
    """Carry out what needs no judgment before the deadline; return the number of requests.

    Opt-outs and restrictions are executed. The copy for a confirmed access request is prepared, so
    that the officer only has to release it. A failing request does not block the others.
    """
    now = now or timezone.now()
    done = 0
    for request in due_within(now, timedelta(days=1)):
        if request.days_left(now) > 0:
            continue
        try:
            done += _act(request)
        except IllegalTransition:
            continue  # someone else is doing it right now
        except Exception:
            logger.exception("Request %s could not be carried out by itself", request.pk)
    return done


def forget_addresses(now: datetime | None = None) -> None:
    """Remove the e-mail addresses of erased people whose last letter was undeliverable."""
    since = (now or timezone.now()) - LETTER_TRIED_FOR
    erased = Erasure.objects.filter(erased_at__isnull=False).values("fingerprint")
    for request in PrivacyRequest.objects.filter(
        state__in=CLOSED, closed_at__lt=since, fingerprint__in=erased
    ).exclude(email=""):
        request_mail.forget_address(request)


def officers() -> list[User]:
    """Return every active privacy officer."""
    staff = User.objects.filter(is_active=True, is_staff=True, groups__name=Role.PRIVACY_OFFICER)
    return list(staff.order_by("pk"))


def _act(request: PrivacyRequest) -> bool:
    if request.kind in fulfillment.AT_ONCE:
        fulfillment.execute(request, note="by itself on the last day")
        return True
    if request.kind == Kind.ACCESS and request.export_id is None:
        fulfillment.prepare_export(request)
        return True
    return False
