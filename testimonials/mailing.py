"""Jobs that mail the givers of testimonials, each letter once."""

from collections.abc import Callable
from typing import Any

from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import Queue, job
from contactatonce.lib.limits import DAY, MailLimit
from privacy.outreach import opt_outs
from privacy.outreach.opt_outs import Use

from .letters import letter, listing_letter
from .links import guest_url
from .models import Edition, Event, Listing, Testimonial
from .states import State

# Anyone who has an open link can type any e-mail address, and cause these letters to it.
CAUSED_BY_ANYONE = {"testimonials.receipt", "testimonials.consent", "testimonials.withdrawn"}
RECEIPTS = MailLimit("testimonial", ((3, DAY),))
# Confirmed, so in use: online, in other channels, or offline until staff publish it again.
TOLD_OF_THE_END = (State.CONFIRMED, State.PUBLISHED)


def find(testimonial_id: int) -> Testimonial | None:
    rows = Testimonial.objects.select_related("brand", "person_consent")
    found: Testimonial | None = rows.filter(pk=testimonial_id).first()
    return found


def send(
    name: str,
    testimonial: Testimonial | None,
    *,
    key: int | str = "",
    only_if: Callable[[Testimonial], bool] = lambda testimonial: not testimonial.is_withdrawn,
    **context: Any,
) -> bool:
    """Mail the letter `name` once per testimonial and `key`; return whether it was sent.

    It is not if the testimonial was withdrawn, or strangers caused too many letters.
    """
    if testimonial is None or not only_if(testimonial):
        return False
    effect = effect_key(name, testimonial, key)
    is_limited = name in CAUSED_BY_ANYONE and testimonial.confirmed_at is None
    if is_limited and not RECEIPTS.take(testimonial.email, effect):
        return False
    send_once(effect, lambda: letter(name, testimonial, key=key, **context))
    return True


def effect_key(name: str, testimonial: Testimonial, key: int | str) -> str:
    return f"{name}:{testimonial.pk}:{key}"


def may_be_invited(testimonial: Testimonial) -> bool:
    return testimonial.may_be_submitted and opt_outs.mailable(
        testimonial.email, use=Use.FOLLOW_UP, brand=testimonial.brand
    )


@job(queue=Queue.MAIL)
def mail_invitation(testimonial_id: int) -> None:
    send("testimonials.invitation", find(testimonial_id), only_if=may_be_invited)


@job(queue=Queue.MAIL)
def mail_reminder(testimonial_id: int) -> None:
    """Remind once of an invitation that was not used."""
    testimonial = find(testimonial_id)
    if send("testimonials.reminder", testimonial, only_if=may_be_invited):
        Event.objects.get_or_create(testimonial=testimonial, step=Event.Step.REMINDED)


@job(queue=Queue.MAIL)
def mail_receipt(testimonial_id: int) -> None:
    """Tell the guest what happens next; mails to one mailbox are limited."""
    testimonial = find(testimonial_id)
    if testimonial is not None:
        send("testimonials.receipt", testimonial, key=testimonial.person_consent_id or "")


@job(queue=Queue.MAIL)
def mail_changes_wanted(testimonial_id: int, testimonials_event_id: int) -> None:
    """Mail what staff ask the guest to change, unless that was done."""
    event = Event.objects.filter(pk=testimonials_event_id).first()
    if event is not None:
        send(
            "testimonials.changes",
            find(testimonial_id),
            key=testimonials_event_id,
            only_if=lambda testimonial: testimonial.state == State.CHANGES,
            note=event.note,
        )


@job(queue=Queue.MAIL)
def mail_approval(testimonial_id: int, testimonials_event_id: int) -> None:
    """Ask the guest to look at the edited version and to confirm it; only this mail can."""
    testimonial = find(testimonial_id)
    waits = Edition.objects.drafts().filter(testimonial=testimonial_id)
    if waits.exclude(approved_at=None).exists():
        link = guest_url(testimonial, "confirm") if testimonial else ""
        key = testimonials_event_id
        send("testimonials.approval", testimonial, key=key, confirm_link=link)


@job(queue=Queue.MAIL)
def mail_confirmed(testimonial_id: int, edition_id: int) -> None:
    is_online = Testimonial.objects.published().filter(pk=testimonial_id).exists()
    send("testimonials.confirmed", find(testimonial_id), key=edition_id, is_online=is_online)


@job(queue=Queue.MAIL)
def mail_consent_changed(testimonial_id: int) -> None:
    """Mail the new words of the consent, as a receipt."""
    testimonial = find(testimonial_id)
    if testimonial is not None:
        send("testimonials.consent", testimonial, key=testimonial.person_consent_id or "")


def ending_key(testimonial: Testimonial, days: int) -> str:
    return f"{testimonial.person_consent_id}-{days}"


def ending_effect(testimonial: Testimonial, days: int) -> str:
    """Return the key of the effect of mail_ending, to see whether the letter has left."""
    return effect_key("testimonials.ending", testimonial, ending_key(testimonial, days))


@job(queue=Queue.MAIL)
def mail_ending(testimonial_id: int, days: int) -> None:
    """Tell the guest that the consent ends in `days` days, and how to renew it."""
    testimonial = find(testimonial_id)
    if testimonial is not None:
        send(
            "testimonials.ending",
            testimonial,
            key=ending_key(testimonial, days),
            only_if=lambda testimonial: testimonial.state in TOLD_OF_THE_END,
            days=days,
            is_online=Testimonial.objects.published().filter(pk=testimonial_id).exists(),
        )


@job(queue=Queue.MAIL)
def mail_withdrawn(testimonial_id: int) -> None:
    """Mail a receipt of the withdrawal."""
    done = Event.objects.filter(testimonial=testimonial_id, step=Event.Step.WITHDRAWN)
    send(
        "testimonials.withdrawn",
        find(testimonial_id),
        only_if=lambda testimonial: True,
        by_staff=done.exclude(by=None).exists(),
    )


@job(queue=Queue.MAIL)
def mail_refused(testimonial_id: int, verdict_id: int) -> None:
    """Tell the guest that a moderator refused the words, and why."""
    send(
        "testimonials.refused",
        find(testimonial_id),
        key=verdict_id,
        only_if=lambda testimonial: testimonial.state == State.REFUSED,
    )


def may_be_asked(listing: Listing) -> bool:
    is_open = not listing.is_listed and listing.removed_at is None
    return is_open and opt_outs.mailable(listing.email, use=Use.FOLLOW_UP, brand=listing.brand)


@job(queue=Queue.MAIL)
def mail_listing(listing_id: int) -> None:
    """Ask a customer whether the company may be listed."""
    listing = Listing.objects.select_related("brand", "consent").filter(pk=listing_id).first()
    if listing is not None and may_be_asked(listing):
        key = f"{listing.asked_at:%Y%m%d%H%M%S%f}"
        send_once(
            f"listing-ask:{listing.pk}:{key}",
            lambda: listing_letter("testimonials.listing_ask", listing, key=key),
        )


@job(queue=Queue.MAIL)
def mail_listing_removed(listing_id: int) -> None:
    listing = Listing.objects.select_related("brand").filter(pk=listing_id).first()
    if listing is not None and listing.removed_at is not None:
        key = f"{listing.removed_at:%Y%m%d%H%M%S%f}"
        send_once(
            f"listing-removed:{listing.pk}:{key}",
            lambda: listing_letter("testimonials.listing_removed", listing, key=key),
        )
