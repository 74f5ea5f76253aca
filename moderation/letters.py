"""Reminder mail to moderators."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand


def waiting(
    *, moderator: User, brand: Brand, hours: int, number: int, day: date
) -> EmailMultiAlternatives:
    """Compose the reminder: how many items wait, how long the oldest has waited, and a link."""
    return compose(
        brand,
        "moderation.queue_waiting",
        to=moderator.email,
        message_id=f"moderation-{day:%Y-%m-%d}-{moderator.pk}@{brand.host}",
        context={
            "hours": hours,
            "number": number,
            "link": f"{settings.SIGN_IN_ORIGIN}{reverse('admin:moderation_queue')}",
        },
    )
