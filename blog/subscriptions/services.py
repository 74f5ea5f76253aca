"""Asking for a blog's posts by e-mail, confirming it, and stopping it."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Subscription
from contactatonce.brands.models import Brand
from privacy.models import Consent
from privacy.outreach import consents, opt_outs

from .tasks import mail_link

WORDING = "E-mail me new posts of {name}. I can stop this at any time."
MOST_A_DAY = 2  # mails with a link to one address


class TooLate(Exception):
    """The link was made too long ago, or the subscription has ended; nothing was changed."""


def wording(brand: Brand) -> str:
    return WORDING.format(name=brand.name)


def ask(*, brand: Brand, email: str, key: uuid.UUID) -> None:
    """Store the wish and order the mail with the link that confirms it; the same form once.

    A third wish for one address within a day is stored without a mail, so that nobody can fill a
    stranger's mailbox by this form. Whoever asks is told the same in every case.
    """
    try:
        with transaction.atomic():
            wish = Subscription.objects.create(
                key=key, brand=brand, email=email, wording=wording(brand)
            )
            since = timezone.now() - timedelta(days=1)
            lately = Subscription.objects.filter(email_key=wish.email_key, asked_at__gt=since)
            if lately.count() <= MOST_A_DAY:
                mail_link.enqueue(wish.pk)
    except IntegrityError:
        if not Subscription.objects.filter(key=key).exists():
            raise


def opted_out(wish: Subscription) -> bool:
    """Tell whether the address has opted out of mail that this subscription would bring."""
    return opt_outs.active(address=wish.email, brand=wish.brand).exists()


@transaction.atomic
def confirm(*, wish: Subscription) -> None:
    """Give the consent, because the owner of the address pressed the button; once.

    An opt-out from before is taken back: the page has said so beside the button. TooLate after
    seven days, and for a subscription that has ended.
    """
    wish = Subscription.objects.select_for_update().get(pk=wish.pk)
    if wish.stands:
        return
    if not wish.may_be_confirmed:
        raise TooLate
    opt_outs.lift(address=wish.email, brand=wish.brand)
    wish.consent = consents.give(
        email=wish.email,
        purpose=Consent.Purpose.NEWS,
        wording=wish.wording,
        how=f"Subscription {wish.pk}, confirmed by mailed link",
        where="/subscribe/",
        brand=wish.brand,
    )
    wish.save(update_fields=["consent"])
    doubles = Subscription.objects.active().filter(email_key=wish.email_key, brand=wish.brand)
    for double in doubles.exclude(pk=wish.pk).select_related("consent"):
        end(double)


def end(wish: Subscription) -> None:
    """Withdraw the consent of a subscription; ended before, nothing changes."""
    if wish.stands and wish.consent is not None:
        wish.consent.withdraw()


def find(key: uuid.UUID) -> Subscription | None:
    return Subscription.objects.select_related("brand", "consent").filter(key=key).first()
