"""Periodic tasks: train the classifier and remind moderators."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from contactatonce.brands.models import Brand
from contactatonce.jobs.registry import Queue, job, periodic

from . import classifier, letters
from .queue import measure_backlog

LONGEST_WAIT = timedelta(hours=24)


@periodic(every=timedelta(hours=1))
def learn() -> None:
    classifier.learn()


@periodic(every=timedelta(hours=1))
def remind() -> None:
    """Queue a reminder to each moderator once the oldest item has waited for a day."""
    since, _ = measure_backlog()
    if since is None or timezone.now() - since < LONGEST_WAIT:
        return
    for moderator in moderators():
        mail_moderator.enqueue(moderator.pk)


@job(queue=Queue.MAIL)
def mail_moderator(user_id: int) -> None:
    """Mail one moderator at most once a day (UTC), unless the queue is empty."""
    moderator = moderators().filter(pk=user_id).first()
    since, number = measure_backlog()
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
    """Return the active staff who may judge."""
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
