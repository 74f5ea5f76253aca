"""The letter that tells moderators that something has waited for too long."""

from datetime import date

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.lib.mail import compose


def waiting(
    *, moderator: User, brand: Brand, hours: int, number: int, day: date
) -> EmailMultiAlternatives:
    """Return the reminder: how many wait, for how long the oldest, and a link to them."""
    return compose(
        "moderation_waiting",
        to=[moderator.email],
        sender=(brand.mail_name, brand.mail_from),
        context={
            "brand": brand,
            "hours": hours,
            "number": number,
            "link": f"{brand.origin}{reverse('admin:moderation_queue')}",
        },
        message_id=f"moderation-{day:%Y-%m-%d}-{moderator.pk}@{brand.host}",
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
