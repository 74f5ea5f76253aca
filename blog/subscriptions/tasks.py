"""The mail with the link that confirms a subscription."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Subscription
from contactatonce.brands.models import Office
from contactatonce.jobs.registry import GiveUp, job
from contactatonce.jobs.services import once
from contactatonce.lib.mail import Refused, compose, hand_over

# RFC 3834, and what Exchange reads instead: no out-of-office mail answers an automatic one.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


@job()
def mail_link(subscription_id: int) -> None:
    """Mail the link that confirms a wish, once, while it can be confirmed."""
    waiting = Subscription.objects.waiting().select_related("brand")
    wish = waiting.filter(pk=subscription_id).first()
    if wish is None:
        return
    with once(f"subscription-link:{wish.pk}") as is_due:
        if is_due:
            try:
                hand_over(letter(wish))
            except Refused as refusal:
                raise GiveUp(str(refusal)) from refusal


def letter(wish: Subscription) -> EmailMultiAlternatives:
    """Return the letter; it holds no word of whoever filled in the form (P06)."""
    brand = wish.brand
    path = reverse("blog:subscription", args=[links.token(links.SUBSCRIPTION, wish.key)])
    return compose(
        "subscription_confirm",
        to=[wish.email],
        sender=(brand.mail_name, brand.mail_from),
        context={
            "brand": brand,
            "link": f"{brand.origin}{path}",
            "offices": Office.objects.all(),
        },
        message_id=f"subscription-{wish.pk}@{brand.host}",
        headers=AUTOMATIC,
    )
