"""Promise checks of testimonials and the customer directory."""

import secrets
from collections.abc import Iterator
from typing import Final

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib.form_tokens import mint, read
from privacy.models import Consent
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.registry import Found, Kind, promise
from search.crawler import ask

from .links import guest_url, listing_url
from .models import Edition, Event, Listing, Testimonial
from .models.testimonials import ON_SITE, Trade
from .services import directory as listings
from .services import editing, giving
from .services.consents import Answer
from .states import State

SCOPE: Final = "testimonial:proof"
GONE: Final = {404, 410}


def sample(brand: Brand, person: str, word: str) -> Testimonial:
    """Store and publish the testimonial of a made-up guest, as guest and staff would."""
    testimonial = giving.submit(
        brand=brand,
        email=person,
        token=read(mint(SCOPE), SCOPE),
        words=giving.Words(
            text=f"How is the promise kept? {word}",
            kind=Testimonial.Kind.TEXT,
            trade=Trade.CAR_DEALERS,
            name=f"Proof {word}",
            company=f"Example {word}",
        ),
        answer=Answer(frozenset({brand.slug}), frozenset({ON_SITE}), company=True),
        is_trapped=False,
    )
    testimonial.move(State.IN_REVIEW)
    edition = editing.draft(testimonial=testimonial)
    editing.approve(edition=edition, by=None)
    edition.refresh_from_db()
    editing.confirm(edition=edition)
    return Testimonial.objects.get(pk=testimonial.pk)


def places_of(testimonial: Testimonial, word: str) -> list[str]:
    """Return the URLs at which a published testimonial is shown."""
    origin = testimonial.brand.origin
    return [
        testimonial.url,
        f"{origin}/testimonials/",
        f"{origin}/testimonials/?trade={testimonial.trade}",
        f"{origin}/search/?q={word}",
    ]


def product_sites() -> list[Brand]:
    return [brand for brand in directory.get().brands if brand.kind != Brand.Kind.BLOG]


@promise("P28", kind=Kind.INVARIANT)
def each_published_testimonial_has_its_consent() -> Found:
    """What visitors see has an active consent of its giver, for that site, confirmed as printed."""
    for brand in directory.get().brands:
        for edition in Edition.objects.published(brand):
            yield from (f"{edition}: {problem}" for problem in problems_of(edition, brand))
    for testimonial in Testimonial.objects.filter(state=State.PUBLISHED, live_number=None):
        yield f"{testimonial} is published without a confirmed edition."


def problems_of(edition: Edition, brand: Brand) -> Iterator[str]:
    testimonial = edition.testimonial
    consent = testimonial.person_consent
    if consent is None or not consent.is_active:
        yield "its giver's consent is not active."
        return
    if consent.purpose != Consent.Purpose.TESTIMONIAL:
        yield "the consent is for something else."
    if consent.email_key != testimonial.email_key or str(testimonial.key) not in consent.concerns:
        yield "the consent is another one's."
    if brand.slug not in consent.sites.split() or ON_SITE not in consent.channels.split():
        yield f"the consent does not cover {brand.slug}."
    if edition.confirmed_at is None:
        yield "its giver has not confirmed it."
    if edition.clip_id and not (edition.captions and edition.transcript):
        yield "it is a video without captions or transcript."


@promise("P28", kind=Kind.FLOW)
def withdrawal_removes_it_everywhere() -> Found:
    """A testimonial is shown once it is confirmed, and nowhere once its giver withdraws it."""
    for brand in product_sites()[:1]:
        person, word = made_up_person(), f"proof{secrets.token_hex(6)}"
        testimonial = sample(brand, person, word)
        if word not in ask(testimonial.url).text:
            yield "A testimonial that its giver confirmed is not shown."
        sent = ask(guest_url(testimonial, "withdraw"), {})
        if sent.status != 303:
            yield f"The button that withdraws a testimonial answers {sent.status}."
        for url in places_of(testimonial, word):
            answer = ask(url)
            if answer.status not in GONE and f"Proof {word}" in answer.text:
                yield f"{url} shows a testimonial that was withdrawn."


@promise("P30", kind=Kind.FLOW)
def a_testimonial_can_be_shown_and_removed() -> Found:
    """A testimonial is part of the export and of the erasure."""
    for brand in product_sites()[:1]:
        person, word = made_up_person(), f"proof{secrets.token_hex(6)}"
        events = Event.objects.filter(testimonial=sample(brand, person, word)).count()
        yield from not_covered(person, {Testimonial: 1, Edition: 1, Event: events, Consent: 2})


@promise("P30", kind=Kind.FLOW)
def a_listed_company_can_remove_itself() -> Found:
    """An entry of the directory appears once the company agrees, and goes by its mailed link."""
    for brand in product_sites()[:1]:
        person, word = made_up_person(), f"Proof{secrets.token_hex(6)}"
        listing = Listing.objects.create(
            brand=brand, company=word, place="Example", region="Example", email=person
        )
        page = f"{brand.origin}/customers/"
        if word in ask(page).text:
            yield "The directory lists a company that has not agreed."
        listings.agree(listing=listing)
        if word not in ask(f"{page}?q={word}").text:
            yield "The directory does not list a company that has agreed."
        ask(listing_url(listing, brand), {"remove": "1"})
        if word in ask(page).text:
            yield "The directory lists a company that removed itself."
        yield from not_covered(person, {Listing: 1})
