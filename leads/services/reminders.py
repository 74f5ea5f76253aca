"""Letters that remind colleagues of their next steps."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.directory import directory, zone_of_office
from contactatonce.brands.letters import send_once
from leads import letters
from leads.models import Activity, CalendarFeed, Lead
from leads.models.work import new_token

AT_ONCE = 500  # steps of one run; the next run takes the rest


def claim_due() -> dict[int, list[int]]:
    """Mark the steps that came due as announced; return their ids by the owner to remind.

    A step that was planned after its own time, such as one for today, is not announced.
    """
    now = timezone.now()
    days = (now.date() - timedelta(days=1), now.date() + timedelta(days=1))
    steps = Activity.objects.open().filter(
        reminded_at=None,
        due_on__range=days,
        lead__owner__is_active=True,
        lead__state__in=Lead.UNFINISHED,
    )
    due: defaultdict[int, list[int]] = defaultdict(list)
    for step in steps.select_related("lead__owner").soonest()[:AT_ONCE]:
        owner = step.lead.owner
        if owner and step.created_at < step.moment(zone_of_office(owner.office_id)) <= now:
            due[owner.pk].append(step.pk)
    claimed = [key for keys in due.values() for key in keys]
    Activity.objects.filter(pk__in=claimed).update(reminded_at=now)
    return due


def remind(*, user_id: int, keys: Iterable[int]) -> None:
    """Mail a colleague those of the steps that are still open and theirs."""
    brand = directory.get().corporate
    colleague = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    steps = list(
        Activity.objects.of(user_id)
        .filter(pk__in=keys)
        .select_related("lead__inquiry__brand")
        .soonest()
    )
    if brand is None or colleague is None or not steps:
        return
    message_id = f"steps-{user_id}-{'-'.join(str(step.pk) for step in steps[:5])}@{brand.host}"
    send_once(f"steps:{message_id}", lambda: letters.reminder(brand, colleague, steps, message_id))


def new_feed(*, owner_id: int) -> CalendarFeed:
    """Give a colleague's calendar a new secret address; an earlier one ends."""
    values = {"secret": new_token(), "created_at": timezone.now()}
    return CalendarFeed.objects.update_or_create(owner_id=owner_id, defaults=values)[0]
