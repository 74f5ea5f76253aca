"""Background work of moderation: learn from verdicts, and remind moderators."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from contactatonce.brands.models import Brand
from contactatonce.jobs.registry import job, periodic

from . import classifier, letters
from .queue import oldest_since

LONGEST_WAIT = timedelta(hours=24)


@periodic(every=timedelta(hours=1))
def learn() -> None:
    """Train the classifier again on the verdicts of moderators."""
    classifier.learn()


@periodic(every=timedelta(hours=1))
def remind() -> None:
    """Order one mail a day to each moderator while the oldest item waits for more than a day."""
    since, _ = oldest_since()
    if since is None or timezone.now() - since < LONGEST_WAIT:
        return
    for moderator in moderators():
        tell_moderator.enqueue(moderator.pk)


@job()
def tell_moderator(user_id: int) -> None:
    """Mail one moderator, once a day (UTC); nothing if nothing waits any more."""
    moderator = moderators().filter(pk=user_id).first()
    since, number = oldest_since()
    brand = Brand.objects.filter(kind=Brand.Kind.CORPORATE).first()
    if moderator is None or since is None or brand is None:
        return
    now = timezone.now()
    hours = int((now - since).total_seconds() // 3600)
    send_once(
        f"moderation-waiting:{now:%Y-%m-%d}:{user_id}",
        lambda: letters.waiting(
            moderator=moderator, brand=brand, hours=hours, number=number, day=now.date()
        ),
    )


def moderators() -> QuerySet[User]:
    """Return those who may judge."""
    return (
        User.objects.filter(
            is_active=True,
            is_staff=True,
            groups__permissions__content_type__app_label="moderation",
            groups__permissions__codename="add_verdict",
        )
        .distinct()
        .order_by("pk")
    )
