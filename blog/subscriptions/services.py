"""Request, confirm and end subscriptions by e-mail."""

import uuid

from django.db import IntegrityError, transaction

from blog.models import Subscription
from contactatonce.brands.models import Brand
from privacy.models import Consent
from privacy.outreach import consents, opt_outs

from .tasks import mail_link

WORDING = "E-mail me new posts of {name}. I can stop this at any time."


class TooLate(Exception):
    """The link has expired or the subscription has ended; nothing was changed."""


def wording(brand: Brand) -> str:
    return WORDING.format(name=brand.name)


def ask(*, brand: Brand, email: str, key: uuid.UUID) -> None:
    """Store the request and mail the confirmation link; idempotent by `key`.

    The response is the same whether the mail is sent or its limit is reached.
    """
    try:
        with transaction.atomic():
            subscription = Subscription.objects.create(
                key=key, brand=brand, email=email, wording=wording(brand)
            )
            mail_link.enqueue(subscription.pk)
    except IntegrityError:
        if not Subscription.objects.filter(key=key).exists():
            raise


def opted_out(subscription: Subscription) -> bool:
    return opt_outs.active(address=subscription.email, brand=subscription.brand).exists()


@transaction.atomic
def confirm(*, subscription: Subscription) -> None:
    """Give consent, since the owner of the e-mail address pressed the button; idempotent.

    Lifts an earlier opt-out, as the page says beside the button. Raises TooLate after seven days or
    if the subscription has ended.
    """
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.is_active:
        return
    if not subscription.may_be_confirmed:
        raise TooLate
    opt_outs.lift(address=subscription.email, brand=subscription.brand)
    subscription.consent = consents.give(
        email=subscription.email,
        purpose=Consent.Purpose.NEWS,
        wording=subscription.wording,
        how=f"Subscription {subscription.pk}, confirmed by mailed link",
        where="/subscribe/",
        brand=subscription.brand,
    )
    subscription.save(update_fields=["consent"])
    doubles = Subscription.objects.active().filter(
        email_key=subscription.email_key, brand=subscription.brand
    )
    for double in doubles.exclude(pk=subscription.pk).select_related("consent"):
        end(double)


def end(subscription: Subscription) -> None:
    """Withdraw the consent of a subscription; idempotent."""
    if subscription.is_active and subscription.consent is not None:
        subscription.consent.withdraw()


def find(key: uuid.UUID) -> Subscription | None:
    return Subscription.objects.select_related("brand", "consent").filter(key=key).first()
