"""Consent to mail, and how mail is stopped (P12, P13)."""

import secrets
from pathlib import Path

from django.db.models import Q
from django.template import Engine
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from privacy.models import Consent, Notice, Suppression
from privacy.outreach import consents, notices, opt_outs
from privacy.outreach.opt_outs import Use
from promises.registry import Found, Kind, promise
from search.crawler import ask

from .sharing import MOST, made_up_person

# Letters that answer an action of their reader, or go to our staff: not mailings, so no opt-out.
ANSWERS = {
    "accounts.already_exists",
    "accounts.confirm_address",
    "accounts.idle",
    "accounts.invitation",
    "accounts.notice",
    "accounts.password_reset",
    "accounts.sign_in_code",
    "accounts.sign_up",
    "blog.comment_verdict",
    "blog.subscription_confirm",
    "forum.verdict",
    "leads.answer",
    "leads.inquiry_acknowledgement",
    "leads.inquiry_attention",
    "leads.inquiry_notice",
    "leads.quarantine_waits",
    "leads.steps_due",
    "moderation.queue_waiting",
    "privacy.request_alarm",
    "privacy.request_code",
    "privacy.request_confirm",
    "privacy.request_export",
    "privacy.request_status",
    "testimonials.approval",
    "testimonials.changes",
    "testimonials.confirmed",
    "testimonials.consent",
    "testimonials.ending",
    "testimonials.listing_removed",
    "testimonials.receipt",
    "testimonials.refused",
    "testimonials.withdrawn",
}


@promise("P12", kind=Kind.FLOW)
def news_needs_consent() -> Found:
    """News goes only to people who ticked that site's box, and stops when they withdraw consent."""
    here, elsewhere = directory.get().brands[:2]
    person = made_up_person()
    if gets_news(person, here):
        yield "News may go to someone who never asked for it."
    given = give_news(person, here)
    if not gets_news(person, here):
        yield "News may not go to someone who asked for it."
    if gets_news(person, elsewhere):
        yield "A consent given on one site counts on another."
    given.withdraw()
    if gets_news(person, here):
        yield "News may go to someone who withdrew consent."


def gets_news(person: str, brand: Brand) -> bool:
    return opt_outs.mailable(person, use=Use.NEWS, brand=brand)


def give_news(person: str, brand: Brand) -> Consent:
    return consents.give(
        email=person,
        purpose=Consent.Purpose.NEWS,
        wording="A check of the promise ledger.",
        how="Promise check",
        brand=brand,
    )


@promise("P12", kind=Kind.INVARIANT)
def news_consents_have_words() -> Found:
    """Each consent to news is stored with the wording that was shown beside the box."""
    rows = Consent.objects.filter(purpose=Consent.Purpose.NEWS)
    for row in rows.filter(Q(wording="") | Q(wording_hash=""))[:MOST]:
        yield f"{row} has no words."


@promise("P13", kind=Kind.FLOW)
def opting_out_stops_mail() -> Found:
    """People who opt out get no more news or follow-ups at once; by link, no more notices."""
    brand = directory.get().brands[0]
    person = made_up_person()
    given = give_news(person, brand)
    opt_outs.suppress(address=person, scope=Suppression.Scope.NEWS, reason=Suppression.Reason.PAGE)
    for use in (Use.NEWS, Use.FOLLOW_UP):
        if opt_outs.mailable(person.upper(), use=use, brand=brand):
            yield f"After opting out, mail still goes out that {use.value}."
    if not opt_outs.mailable(person, use=Use.NOTICE, brand=brand):
        yield "Anyone who types an address stops the notices that its owner is promised."
    given.refresh_from_db()
    if given.withdrawn_at is None:
        yield "Opting out left the consent to news in force."


@promise("P13", kind=Kind.FLOW)
def opting_out_works_by_link() -> Found:
    """The link in a mail opens without signing in, asks before it acts, and then works."""
    brand = directory.get().brands[0]
    person = made_up_person()
    link = opt_outs.link(person, brand=brand)
    opened = ask(link)
    if opened.status != 200:
        yield f"The opt-out link answers {opened.status}."
    if not opt_outs.mailable(person, use=Use.FOLLOW_UP, brand=brand):
        yield "Opening the link alone, as mail scanners do, opted the person out."
    # RFC 8058: the POST that a mail program sends when its reader presses unsubscribe
    ask(link, {"List-Unsubscribe": "One-Click"}, {"HTTP_SEC_FETCH_SITE": "none"})
    if opt_outs.mailable(person, use=Use.FOLLOW_UP, brand=brand):
        yield "Confirming the opt-out link stopped nothing."
    ask(link, {"scope": Suppression.Scope.ALL.value})
    if opt_outs.mailable(person, use=Use.NOTICE, brand=brand):
        yield "The opt-out link does not stop notices."


@promise("P13", kind=Kind.FLOW)
def every_mailing_says_how() -> Found:
    """Each mailing carries its opt-out link, in the text and in the HTML."""
    for name in letters():
        if name not in ANSWERS and not carries_link(name):
            yield f"The letter {name} carries no opt-out link."
    mark = f"https://promise.example.com/{secrets.token_hex(6)}"
    now = timezone.now()
    letter = notices.letter(
        Notice(title="Proof", text="Proof", html="Proof", starts_at=now, effective_at=now),
        to=made_up_person(),
        brand=directory.get().brands[0],
        message_id="proof@promise.example.com",
        opt_out_url=mark,
    )
    if mark not in letter.body or any(mark not in str(part[0]) for part in letter.alternatives):
        yield "A notice's letter does not show its opt-out link."


def folders() -> list[Path]:
    return [Path(folder) for folder in Engine.get_default().dirs]


def letters() -> list[str]:
    """Return the names of all letters, such as "leads.answer", that have templates."""
    found = {
        f"{path.parts[-3]}.{path.name.removesuffix('_body.txt')}"
        for folder in folders()
        for path in folder.glob("*/mail/*_body.txt")
    }
    return sorted(found)


def carries_link(name: str) -> bool:
    """Return whether both bodies of the letter `name` print the opt-out link."""
    prefix = name.replace(".", "/mail/")
    folder = next(folder for folder in folders() if (folder / f"{prefix}_body.txt").exists())
    return all(
        "opt_out_url" in (folder / f"{prefix}_body.{kind}").read_text() for kind in ("txt", "html")
    )
