"""Staff who work on inquiries."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from contactatonce.accounts.models import Role, User
from contactatonce.lib.timed_cache import TimedCache
from leads.models import Lead

MOST_OWNERS = 500


def assignable() -> QuerySet[User]:
    """Return the staff who can work on inquiries, by name."""
    granted = Q(groups__permissions__codename="change_lead") | Q(
        user_permissions__codename="change_lead"
    )
    able = Q(pk__in=User.objects.filter(granted).values("pk")) | Q(is_superuser=True)
    return User.objects.filter(able, is_staff=True, is_active=True).order_by("display_name", "pk")


# Every list, record and form offers them, so they are cached for a few seconds.
owners: TimedCache[tuple[tuple[int, str], ...]] = TimedCache(
    lambda: tuple((user.pk, user.display_name) for user in assignable())
)


def left() -> Iterator[tuple[int, str]]:
    """Yield key and name of each owner of an inquiry who is not assignable any more.

    The keys come one by one from the index of owners: DISTINCT would read every inquiry.
    """
    working = dict(owners.get())
    keys: list[int] = []
    while len(keys) < MOST_OWNERS:
        beyond = Lead.objects.filter(owner__gt=keys[-1] if keys else 0).order_by("owner")
        key = beyond.values_list("owner", flat=True).first()
        if key is None:
            break
        keys.append(key)
    gone = User.objects.filter(pk__in=[key for key in keys if key not in working])
    for user in gone.order_by("display_name", "pk"):
        yield user.pk, f"{user.display_name} (left)"


leavers: TimedCache[tuple[tuple[int, str], ...]] = TimedCache(lambda: tuple(left()), seconds=60)


def recipients(lead: Lead) -> QuerySet[User]:
    """Return the users to notify: the owner, and those on the form; of neither, all of Sales."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    users = staff.filter(Q(pk__in=lead.inquiry.form.notified.values("pk")) | Q(pk=lead.owner_id))
    if not users.exists():
        users = staff.filter(groups__name=Role.SALES)
    return users.distinct().order_by("pk")
