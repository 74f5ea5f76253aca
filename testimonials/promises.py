"""Promise checks of testimonials and the customer directory."""

import secrets
from collections.abc import Iterator
from html import unescape
from typing import Final

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib.form_tokens import mint, read
from privacy.models import Consent
from promises.proofs.canary import Canary, captured_log
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.registry import Found, Kind, promise
from search.crawler import ask, statements

from .links import guest_url, listing_url, open_url
from .models import Edition, Event, Listing, Testimonial
from .models.testimonials import ON_SITE, Trade
from .proof_forms import fields_for, open_link, product_sites, send, sent_by
from .services import consents, editing, giving
from .services import directory as listings
from .services.consents import Answer
from .services.words import Words
from .showing import Shown
from .states import State

SCOPE: Final = "testimonial:proof"
GONE: Final = {404, 410}


def sample(brand: Brand, person: str, word: str) -> Testimonial:
    """Store and publish the testimonial of a made-up guest, as guest and staff would."""
    testimonial = giving.submit(
        brand=brand,
        email=person,
        token=read(mint(SCOPE), SCOPE),
        words=Words(
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


@promise("P28", kind=Kind.INVARIANT)
def each_published_testimonial_has_its_consent() -> Found:
    """What visitors see has an active consent of its giver, for that site, confirmed as shown."""
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
    company, agreed = Shown(edition, brand).company, testimonial.company_consent
    if company and (agreed is None or f"Company: {company}. " not in agreed.wording):
        yield "it names a company that has not agreed."
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
    """An entry of the directory appears once the company agrees, and its mailed link removes it."""
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
        ask(listing_url(listing, brand), {"answer": "remove"})
        if word in ask(page).text:
            yield "The directory lists a company that removed itself."
        yield from not_covered(person, {Listing: 1})


@promise("P28", kind=Kind.FLOW)
def nothing_is_taken_without_consent() -> Found:
    """The form shows its consent, and a testimonial without that tick is not stored."""
    link, person = open_link(), made_up_person()
    page = unescape(ask(open_url(link)).text)
    words = consents.sentences(Consent.Purpose.TESTIMONIAL, consents.ends_at())
    if words.opening not in page or words.closing not in page:
        yield "The form does not show what its sender agrees to."
    fields = fields_for(link, person)
    del fields["agree"]
    sent = send(link, fields)
    if sent.status != 422 or sent_by(person):
        yield f"A testimonial without consent is answered {sent.status}."


@promise("P15", kind=Kind.FLOW)
def testimonials_work_without_cookies() -> Found:
    """A testimonial can be sent without cookies."""
    link, person = open_link(), made_up_person()
    sent = send(link, fields_for(link, person))
    if sent.status != 303 or len(sent_by(person)) != 1:
        yield f"A testimonial sent without a cookie is answered {sent.status}."


@promise("P14", kind=Kind.FLOW)
def giving_a_testimonial_sets_no_cookie() -> Found:
    """Neither the form nor the pages of a guest set a cookie."""
    link, person = open_link(), made_up_person()
    sent = send(link, fields_for(link, person))
    answers = [ask(open_url(link)), sent]
    answers += [ask(guest_url(given)) for given in sent_by(person)]
    for answer in answers:
        if answer.header("Set-Cookie"):
            yield f"{answer.url} sets a cookie."


@promise("P07", kind=Kind.FLOW)
def no_trace_of_the_guest_is_left() -> Found:
    """A marked IP address is stored nowhere after valid and invalid testimonials."""
    canary, link, person = Canary(), open_link(), made_up_person()
    with statements() as written, captured_log() as log:
        fields = fields_for(link, person)
        send(link, fields, canary.environ)
        send(link, fields | {"email": "nobody"}, canary.environ)
        send(link, fields | {"form_token": "forged"}, canary.environ)
    yield from canary.found_in("the log", log.getvalue())
    for sql, values in written:
        yield from canary.found_in(" ".join(sql.split()[:3]), values)
