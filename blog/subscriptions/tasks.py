"""Confirmation mail of subscriptions."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Subscription
from contactatonce.brands.letters import compose, send_once
from contactatonce.jobs.registry import Queue, job
from contactatonce.lib.limits import DAY, MailLimit
from privacy import secret_links

MAILS = MailLimit("subscription", ((2, DAY),))  # per mailbox


@job(queue=Queue.MAIL)
def mail_link(subscription_id: int) -> None:
    """Mail the confirmation link once, while the subscription can be confirmed.

    From the third request per mailbox and day no mail is sent, so that no one can flood a stranger.
    """
    waiting = Subscription.objects.waiting().select_related("brand")
    subscription = waiting.filter(pk=subscription_id).first()
    if subscription is None or not MAILS.take(subscription.email, subscription.pk):
        return
    send_once(f"subscription-link:{subscription.pk}", lambda: letter(subscription))


def letter(subscription: Subscription) -> EmailMultiAlternatives:
    """Compose the mail; it quotes nothing from the form (P06)."""
    brand = subscription.brand
    path = reverse(
        "blog:subscription", args=[secret_links.token(links.SUBSCRIPTION, subscription.key)]
    )
    return compose(
        brand,
        "blog.subscription_confirm",
        to=subscription.email,
        message_id=f"subscription-{subscription.pk}@{brand.host}",
        context={"link": f"{brand.origin}{path}"},
    )
