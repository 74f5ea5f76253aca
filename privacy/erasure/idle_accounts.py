"""Members' accounts that nobody visits: two letters, then the erasure (P31).

Only the account is erased, with what belongs to it. Other records about the same person, such as an
inquiry or a consent, have retention rules of their own.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import compose, send_once
from contactatonce.brands.models import Brand
from contactatonce.jobs.registry import GiveUp
from contactatonce.jobs.services import Uncertain
from privacy.registry import Rows

from . import erasure
from .identifiers import account_alone
from .plan import holds_by_record, plan_person

LETTER = "accounts.idle"
IDLE = timedelta(days=730)  # 24 months
NOTICE = timedelta(days=14)  # between the second letter and the erasure, at least
FIRST, SECOND = IDLE - timedelta(days=30), IDLE - NOTICE  # of idleness, when each letter is due


def idle_for(time: timedelta, now: datetime) -> Rows:
    """Return the active accounts of members with no visit for `time`."""
    members = User._base_manager.filter(is_staff=False, is_superuser=False, is_active=True)
    idle: Rows = members.filter(seen_on__lte=(now - time).date()).order_by("pk")
    return idle


def to_warn(now: datetime) -> Rows:
    """Return the accounts whose first or second letter is due."""
    first = Q(warned_at=None)
    second = Q(seen_on__lte=(now - SECOND).date(), warned_at__lte=now - NOTICE)
    return idle_for(FIRST, now).filter(first | second, warned_again_at=None)


def to_erase(now: datetime) -> Rows:
    """Return the accounts whose time is over, and whose second letter left two weeks ago."""
    warned = idle_for(IDLE, now).filter(warned_at__isnull=False, warned_again_at__lte=now - NOTICE)
    return warned.exclude(pk__in=list(holds_by_record().get(User, {})))


def warn(user_id: int) -> None:
    """Send the letter that is due to an account, and record that it was handed over.

    A mailbox that refuses it for good is left alone: the board counts such accounts (P31).
    """
    now = timezone.now()
    user = to_warn(now).filter(pk=user_id).first()
    if user is None:
        return
    step = "warned_at" if user.warned_at is None else "warned_again_at"
    name = f"idle-{user.pk}-{user.seen_on}-{step}"
    weeks_left = 2 * NOTICE if user.warned_at is None else NOTICE
    ends_on = max(user.seen_on + IDLE, (now + weeks_left).date())
    try:
        send_once(f"idle-account:{name}", lambda: warning(user, name, ends_on))
    except Uncertain:
        raise  # staff may run it again
    except GiveUp:
        return
    User.objects.filter(pk=user.pk, seen_on=user.seen_on).update(**{step: timezone.now()})


def warning(user: User, name: str, ends_on: date) -> EmailMultiAlternatives:
    """Return the letter that says when an account will be deleted, from the first site."""
    brand = Brand.objects.earliest("position")
    context = {
        "user": user,
        "ends_on": ends_on,
        "link": f"{brand.origin}{settings.LOGIN_URL}",
        "origin": brand.origin,
    }
    message_id = f"{name}@{brand.host}"
    return compose(brand, LETTER, to=user.email, message_id=message_id, context=context)


def erase(user_id: int) -> UUID | None:
    """Erase an account whose time is over, up to the sweep; return the erasure, if there is one."""
    if not to_erase(timezone.now()).filter(pk=user_id).exists():
        return None
    subject = account_alone(user_id)
    done = erasure.execute(subject=subject, plan_hash=plan_person(subject).digest)
    return done.pk
