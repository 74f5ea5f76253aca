"""Personal data in subscriptions."""

from datetime import datetime, timedelta

from django.db.models import Q

from blog.models import Subscription
from blog.models.subscriptions import CONFIRM_WITHIN
from privacy.registry import Category, Kind, Personal, Retention, Rows, declare

MONTH = timedelta(days=30)


def over(rows: Rows, now: datetime) -> Rows:
    """Requests that were not confirmed in time, and subscriptions that ended 30 days ago."""
    unconfirmed = Q(consent=None, asked_at__lt=now - CONFIRM_WITHIN)
    return rows.filter(unconfirmed | Q(consent__withdrawn_at__lt=now - MONTH))


declare(
    Subscription,
    purpose="To send new posts of a blog to people who asked for them.",
    about=lambda subject: Subscription._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "subscriptions",
        "until 30 days after they were stopped; 7 days if they are not confirmed",
        expired=over,
    ),
    personal={
        "email": Personal(Category.CONTACT, Kind.EMAIL),
        "wording": Category.CHOICE,
    },
    plain="key brand asked_at consent",
    withheld={"key": "Anyone who has it can confirm and stop the subscription."},
    created="asked_at",
)
