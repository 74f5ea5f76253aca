"""Promise checks of subscriptions: no cookie, no IP address, everything can be deleted."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Subscription
from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens
from privacy import secret_links
from privacy.erasure import rehearsal
from privacy.models import Consent
from promises.proofs.canary import Canary, traces
from promises.proofs.erasing import not_erased
from promises.proofs.mail import gets_news
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.registry import Found, Kind, promise
from search.crawler import Answer, ask

from .forms import SubscribeForm
from .tasks import letter


@promise("P12", kind=Kind.FLOW)
def a_request_alone_brings_no_news() -> Found:
    """No one gets news before they press the confirmation button behind the mailed link."""
    for brand in blogs():
        person = made_up_person()
        subscribe(brand, person)
        subscription = subscription_of(person)
        if subscription is None:
            yield f"A subscription to {brand.host} was not stored."
            continue
        ask(page_of(subscription))
        if gets_news(person, brand):
            yield f"News of {brand.host} may go to someone who has not confirmed it."
        ask(page_of(subscription), {})
        if not gets_news(person, brand):
            yield f"News of {brand.host} may not go to someone who has confirmed it."


@promise("P13", kind=Kind.FLOW)
def a_subscription_can_be_stopped() -> Found:
    """A button on the subscription page ends it without signing in."""
    for brand in blogs():
        subscription = subscribed(brand, made_up_person())
        if subscription is not None:
            ask(f"{page_of(subscription)}stop/", {})
            if gets_news(subscription.email, brand):
                yield f"A subscription to {brand.host} was stopped, and news may still go out."


@promise("P15", kind=Kind.FLOW)
def subscribing_works_without_cookies() -> Found:
    """A subscription works without cookies."""
    for brand in blogs():
        sent = subscribe(brand, made_up_person())
        if sent.status != 303:
            yield f"Subscribing to {brand.host} without a cookie is answered {sent.status}."


@promise("P14", kind=Kind.FLOW)
def subscribing_sets_no_cookie() -> Found:
    """Subscribing and confirming sets no cookie."""
    for brand in blogs():
        person = made_up_person()
        answers = [subscribe(brand, person)]
        subscription = subscription_of(person)
        if subscription is not None:
            answers += [ask(page_of(subscription)), ask(page_of(subscription), {})]
        if any(answer.header("Set-Cookie") for answer in answers):
            yield f"Subscribing to {brand.host} sets a cookie."


@promise("P30", kind=Kind.FLOW)
def a_subscriber_is_shown_everything_and_erased() -> Found:
    """A subscription is part of the export and of the erasure."""
    for brand in blogs()[:1]:
        since = rehearsal.before()
        person = made_up_person()
        if subscribed(brand, person) is None:
            yield f"A subscription to {brand.host} was not stored."
            continue
        yield from not_covered(person, {Subscription: 1, Consent: 1})
        yield from not_erased(person, since)


@promise("P07", kind=Kind.FLOW)
def no_trace_of_the_subscriber_is_left() -> Found:
    """A marked IP address is in no row, log or mail after valid and invalid requests."""
    canary = Canary()
    for brand in blogs()[:1]:
        yield from traces(canary, partial(subscribe_in_all_ways, brand, canary))


def subscribe_in_all_ways(brand: Brand, canary: Canary) -> Iterator[EmailMultiAlternatives]:
    """Use each subscription page from a marked IP address; yield the mail."""
    person = made_up_person()
    subscribe(brand, person, canary.environ)
    subscribe(brand, "nobody", canary.environ)
    subscription = subscription_of(person)
    if subscription is not None:
        yield letter(subscription)
        for path in ("", "stop/"):
            ask(f"{page_of(subscription)}{path}", extra=canary.environ)
            ask(f"{page_of(subscription)}{path}", {}, canary.environ)


def blogs() -> list[Brand]:
    return list(Brand.objects.filter(kind=Brand.Kind.BLOG))


def subscribe(brand: Brand, person: str, extra: Mapping[str, str] | None = None) -> Answer:
    fields = {"email": person, "form_token": form_tokens.mint(SubscribeForm.form_scope)}
    return ask(f"{brand.origin}{reverse('blog:subscribe')}", fields, extra)


def subscribed(brand: Brand, person: str) -> Subscription | None:
    """Subscribe a person and confirm it; return None if it was not stored."""
    subscribe(brand, person)
    subscription = subscription_of(person)
    if subscription is not None:
        ask(page_of(subscription), {})
    return subscription


def subscription_of(person: str) -> Subscription | None:
    return Subscription.objects.select_related("brand").filter(email=person).first()


def page_of(subscription: Subscription) -> str:
    """Return the URL in the mailed link."""
    path = reverse(
        "blog:subscription", args=[secret_links.token(links.SUBSCRIPTION, subscription.key)]
    )
    return f"{subscription.brand.origin}{path}"
