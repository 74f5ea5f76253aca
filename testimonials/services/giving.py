"""Steps of guests: use an invitation, send words, change them, withdraw (P28, P30)."""

import uuid
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import normalize
from contactatonce.lib.form_tokens import FormToken
from moderation import rules
from privacy.outreach import opt_outs
from privacy.outreach.opt_outs import Use
from search import index
from testimonials import mailing
from testimonials.models import Event, Testimonial
from testimonials.models.testimonials import INVITED_FOR
from testimonials.states import OPEN, State

from . import consents
from .consents import Answer
from .steps import Refused, lock, record, require
from .words import Words, move, screen, write

Step = Event.Step
OPEN_ALREADY = "This person has an open invitation to this site. “Send again” replaces it."
CHANGEABLE = (*OPEN, State.CONFIRMED, State.PUBLISHED)
OTHER_EMAIL = (
    "This testimonial was sent with another e-mail address, which can’t be changed any more. "
    "Please open the link again to send another testimonial."
)


@transaction.atomic
def invite(*, brand: Brand, email: str, name: str, by: User) -> Testimonial:
    """Store an invitation and mail it; raise Refused if the person has an open one, or
    wants no such mail.

    The link works once, for thirty days.
    """
    refuse_invitation(brand=brand, email=email)
    now = timezone.now()
    for ended in invitations(brand, email).filter(expires_at__lte=now).select_for_update():
        ended.move(State.EXPIRED)
        record(ended, Step.EXPIRED)
    testimonial = Testimonial(
        brand=brand,
        email=email,
        name=name,
        state=State.INVITED,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITED_FOR,
    )
    try:
        with transaction.atomic():
            testimonial.save()
    except IntegrityError as error:  # the same form, sent twice at once
        raise Refused(OPEN_ALREADY) from error
    record(testimonial, Step.INVITED, by=by)
    mailing.mail_invitation.enqueue(testimonial.pk)
    return testimonial


def invitations(brand: Brand, email: str) -> QuerySet[Testimonial]:
    """Return the invitations of a person to this site that are not used; one at most."""
    found: QuerySet[Testimonial] = Testimonial.objects.filter(
        state=State.INVITED, brand=brand, email_key=normalize(email)
    )
    return found


def refuse_invitation(*, brand: Brand, email: str) -> None:
    """Raise Refused if the person wants no such mail from this site, or has an open invitation."""
    if invitations(brand, email).filter(expires_at__gt=timezone.now()).exists():
        raise Refused(OPEN_ALREADY)
    if not opt_outs.mailable(email, use=Use.FOLLOW_UP, brand=brand):
        raise Refused("This person opted out of such mail, so no invitation was sent.")


@transaction.atomic
def invite_again(*, testimonial: Testimonial, by: User) -> Testimonial:
    """Mail a new invitation in place of an unused one, whose link ends; raise Refused if used."""
    testimonial = lock(testimonial)
    require(testimonial, State.INVITED, State.EXPIRED)
    if testimonial.person_consent_id is not None:
        raise Refused("The invitation was used.")
    if testimonial.state == State.INVITED:
        testimonial.move(State.EXPIRED)
        record(testimonial, Step.EXPIRED, by=by)
    return invite(brand=testimonial.brand, email=testimonial.email, name=testimonial.name, by=by)


@transaction.atomic
def accept(*, testimonial: Testimonial, words: Words, answer: Answer) -> Testimonial:
    """Store what an invited guest sends; staff review it next.

    The mailed link proves the e-mail address. The same form again is the same testimonial, with its
    new words and ticks. Raises Refused once the invitation has ended.
    """
    testimonial = lock(testimonial)
    if testimonial.state != State.INVITED and testimonial.person_consent_id is not None:
        return submit_again(testimonial, words, answer)
    if not testimonial.may_be_submitted:
        raise Refused("This invitation has ended. Ask us for a new one.")
    testimonial.confirmed_at = timezone.now()
    write(testimonial, words)
    screen(testimonial)
    consents.give(testimonial, answer, how="Form behind an invitation")
    move(testimonial, State.IN_REVIEW)
    record(testimonial, Step.SUBMITTED)
    record(testimonial, Step.CONSENTED)
    mailing.mail_receipt.enqueue(testimonial.pk)
    return testimonial


def submit(
    *, brand: Brand, email: str, token: FormToken, words: Words, answer: Answer, is_trapped: bool
) -> Testimonial:
    """Store what a guest sends through an open link, for the moderation queue.

    Idempotent by the form's key: the same form again is the same testimonial, with its new words,
    ticks and e-mail address. Raises Refused if that can't be changed any more.
    """
    sent = rules.Submission(age=token.age, is_trapped=is_trapped)
    found: Testimonial | None = Testimonial.objects.filter(key=token.key).first()
    if found is not None:
        return submit_again(found, words, answer, email=email, sent=sent)
    testimonial = Testimonial(key=token.key, brand=brand, email=email, state=State.SUBMITTED)
    write(testimonial, words)
    screen(testimonial, sent)
    try:
        with transaction.atomic():
            consents.give(testimonial, answer, how="Form behind an open link")
            testimonial.save()
            record(testimonial, Step.SUBMITTED)
            record(testimonial, Step.CONSENTED)
            mailing.mail_receipt.enqueue(testimonial.pk)
    except IntegrityError:
        found = Testimonial.objects.filter(key=token.key).first()
        if found is None:
            raise
        return submit_again(found, words, answer, email=email, sent=sent)
    return testimonial


@transaction.atomic
def submit_again(
    testimonial: Testimonial,
    words: Words,
    answer: Answer,
    *,
    email: str = "",
    sent: rules.Submission | None = None,
) -> Testimonial:
    testimonial = change(testimonial=testimonial, words=words, sent=sent)
    if email and normalize(email) != testimonial.email_key:
        return correct_email(testimonial, email, answer)
    return change_consent(testimonial=testimonial, answer=answer)


def correct_email(testimonial: Testimonial, email: str, answer: Answer) -> Testimonial:
    """Give a locked testimonial the e-mail address that its guest meant, and mail the receipt.

    Raises Refused once moderators have read it: a link that confirms may be on its way.
    """
    if testimonial.confirmed_at is not None or testimonial.state != State.SUBMITTED:
        raise Refused(OTHER_EMAIL)
    testimonial.email, testimonial.email_key = email, normalize(email)
    screen(testimonial)
    consents.give(testimonial, answer, how="Form behind an open link")
    move(testimonial, State.SUBMITTED)
    record(testimonial, Step.CONSENTED)
    mailing.mail_receipt.enqueue(testimonial.pk)
    return testimonial


@transaction.atomic
def change(
    *, testimonial: Testimonial, words: Words, sent: rules.Submission | None = None
) -> Testimonial:
    """Store new words of the guest; raise Refused if nothing can be changed any more.

    What is published stays online until the guest confirms another edition. Staff see that new
    words wait; before that, the changed words go through review again.
    """
    testimonial = lock(testimonial)
    require(testimonial, *CHANGEABLE, State.APPROVED)
    if all(getattr(testimonial, name) == value for name, value in asdict(words).items()):
        return testimonial
    if words.company != testimonial.company and testimonial.company_consent is not None:
        testimonial.company_consent.withdraw()  # it was given for another name
        testimonial.company_consent = None
    write(testimonial, words)
    screen(testimonial, sent)
    before = testimonial.state
    back = State.IN_REVIEW if before in (State.CHANGES, State.APPROVED) else before
    if before == State.APPROVED:
        testimonial.editions.drafts().update(approved_at=None, approved_by=None)
    move(testimonial, back)
    record(testimonial, Step.CHANGED)
    return testimonial


@transaction.atomic
def change_consent(*, testimonial: Testimonial, answer: Answer) -> Testimonial:
    """Replace the consents by what the guest ticks now, for another two years.

    Fewer sites take effect with the next request. An expired testimonial is published again.
    Idempotent: the same words of the same day are one consent.
    """
    testimonial = lock(testimonial)
    require(testimonial, *CHANGEABLE, State.APPROVED, State.EXPIRED)
    if testimonial.person_consent_id is None:
        raise Refused("Nothing was sent through this invitation, so there is nothing to agree to.")
    if testimonial.state != State.EXPIRED and consents.is_given(testimonial, answer):
        return testimonial
    consents.give(testimonial, answer, how="Page of the testimonial, by its mailed link")
    after = state_before(testimonial) if testimonial.state == State.EXPIRED else testimonial.state
    move(testimonial, after)
    if after == State.PUBLISHED:
        index.put(testimonial)
    record(testimonial, Step.CONSENTED)
    mailing.mail_consent_changed.enqueue(testimonial.pk)
    return testimonial


@transaction.atomic
def verify(*, testimonial: Testimonial) -> Testimonial:
    """Note that the guest used a link that only a mail to them has; idempotent."""
    testimonial = lock(testimonial)
    if testimonial.confirmed_at is None:
        testimonial.write(confirmed_at=timezone.now())
    return testimonial


def state_before(testimonial: Testimonial) -> State:
    """Return the state after a renewal: what staff took down stays offline.

    An unconfirmed one is read again first, by moderators if its e-mail address is unproven.
    """
    if testimonial.live_number is None:
        return State.IN_REVIEW if testimonial.confirmed_at else State.SUBMITTED
    last = testimonial.events.filter(step__in=[Step.PUBLISHED, Step.TAKEN_DOWN]).last()
    return State.PUBLISHED if last and last.step == Step.PUBLISHED else State.CONFIRMED


@transaction.atomic
def withdraw(*, testimonial: Testimonial, by: User | None = None, note: str = "") -> Testimonial:
    """Take a testimonial back for good; idempotent.

    `by` acts for a guest who asked for it, and notes how.

    Nothing of it can be reached any more once the transaction is over, because every page and file
    asks for the consent. The row and its files are deleted after thirty days (personal_data.py).
    """
    testimonial = lock(testimonial)
    if testimonial.state == State.WITHDRAWN:
        return testimonial
    consents.withdraw(testimonial)
    testimonial.move(State.WITHDRAWN)
    index.remove(testimonial)
    record(testimonial, Step.WITHDRAWN, by=by, note=note)
    mailing.mail_withdrawn.enqueue(testimonial.pk)
    return testimonial


def find(key: uuid.UUID) -> Testimonial | None:
    """Return the testimonial whose secret link has this key."""
    rows = Testimonial.objects.select_related("brand", "person_consent", "company_consent")
    found: Testimonial | None = rows.filter(key=key).first()
    return found
