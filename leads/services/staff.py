"""Staff who work on inquiries."""

from django.db.models import Q, QuerySet

from contactatonce.accounts.models import User
from contactatonce.lib.timed_cache import TimedCache


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
