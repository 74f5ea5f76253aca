"""Proofs about subscriptions: no cookie, no trace of the network, and all of it can be deleted."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Subscription
from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens
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
def a_wish_alone_brings_no_news() -> Found:
    """Who is entered in a blog's form gets no news before pressing the button that is mailed."""
    for brand in blogs():
        person = made_up_person()
        subscribe(brand, person)
        wish = wish_of(person)
        if wish is None:
            yield f"A subscription to {brand.host} was not stored."
            continue
        ask(page_of(wish))
        if gets_news(person, brand):
            yield f"News of {brand.host} may go to somebody who has confirmed nothing."
        ask(page_of(wish), {})
        if not gets_news(person, brand):
            yield f"News of {brand.host} may not go to somebody who has confirmed it."


@promise("P13", kind=Kind.FLOW)
def a_subscription_can_be_stopped() -> Found:
    """The button on the page of a subscription stops it, without signing in."""
    for brand in blogs():
        wish = subscribed(brand, made_up_person())
        if wish is not None:
            ask(f"{page_of(wish)}stop/", {})
            if gets_news(wish.email, brand):
                yield f"A subscription to {brand.host} was stopped, and news may still go out."


@promise("P15", kind=Kind.FLOW)
def subscribing_works_without_cookies() -> Found:
    """Each blog takes a subscription from somebody who refuses cookies."""
    for brand in blogs():
        sent = subscribe(brand, made_up_person())
        if sent.status != 303:
            yield f"Subscribing to {brand.host} without a cookie is answered {sent.status}."


@promise("P14", kind=Kind.FLOW)
def subscribing_sets_no_cookie() -> Found:
    """Subscribing and confirming it sets no cookie."""
    for brand in blogs():
        person = made_up_person()
        answers = [subscribe(brand, person)]
        wish = wish_of(person)
        if wish is not None:
            answers += [ask(page_of(wish)), ask(page_of(wish), {})]
        if any(answer.header("Set-Cookie") for answer in answers):
            yield f"Subscribing to {brand.host} sets a cookie."


@promise("P30", kind=Kind.FLOW)
def a_subscriber_is_shown_everything_and_erased() -> Found:
    """A made-up subscription is in the copy handed over; once erased, it is found nowhere."""
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
    """A marked address subscribes, rightly and wrongly, and is in no row, log or letter."""
    canary = Canary()
    for brand in blogs()[:1]:
        yield from traces(canary, partial(subscribe_in_all_ways, brand, canary))


def subscribe_in_all_ways(brand: Brand, canary: Canary) -> Iterator[EmailMultiAlternatives]:
    """Use each page of a subscription from a marked address; yield the letter it causes."""
    person = made_up_person()
    subscribe(brand, person, canary.environ)
    subscribe(brand, "nobody", canary.environ)
    wish = wish_of(person)
    if wish is not None:
        yield letter(wish)
        for path in ("", "stop/"):
            ask(f"{page_of(wish)}{path}", extra=canary.environ)
            ask(f"{page_of(wish)}{path}", {}, canary.environ)


def blogs() -> list[Brand]:
    return list(Brand.objects.filter(kind=Brand.Kind.BLOG))


def subscribe(brand: Brand, person: str, extra: Mapping[str, str] | None = None) -> Answer:
    """Send the form of a blog as `person`."""
    fields = {"email": person, "form_token": form_tokens.mint(SubscribeForm.form_scope)}
    return ask(f"{brand.origin}{reverse('blog:subscribe')}", fields, extra)


def subscribed(brand: Brand, person: str) -> Subscription | None:
    """Subscribe `person` and confirm it; None if that could not be stored."""
    subscribe(brand, person)
    wish = wish_of(person)
    if wish is not None:
        ask(page_of(wish), {})
    return wish


def wish_of(person: str) -> Subscription | None:
    return Subscription.objects.select_related("brand").filter(email=person).first()


def page_of(wish: Subscription) -> str:
    """Return the address that the mailed link holds."""
    path = reverse("blog:subscription", args=[links.token(links.SUBSCRIPTION, wish.key)])
    return f"{wish.brand.origin}{path}"
