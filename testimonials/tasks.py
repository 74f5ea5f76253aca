"""Periodic tasks of testimonials, and what follows from a moderator's verdict."""

from datetime import timedelta

from contactatonce.jobs.registry import periodic
from moderation.models import Verdict
from moderation.registry import on_verdict

from . import conversion, mailing
from .models import Testimonial
from .services import clock


@on_verdict(Testimonial)
def tell_guest(testimonial: Testimonial, verdict: Verdict) -> None:
    """Mail a refusal once it can no longer be undone; an approved one goes to the review desk."""
    if verdict.decision == Verdict.Decision.REFUSE:
        job = mailing.mail_refused.using(run_after=verdict.final_at)
        job.enqueue(testimonial.pk, verdict.pk)


@periodic(every=timedelta(hours=1))
def remind_of_invitations() -> None:
    clock.remind()


@periodic(every=timedelta(hours=6))
def announce_ends_of_consents() -> None:
    clock.announce_ends()


@periodic(every=timedelta(minutes=15))
def expire_testimonials() -> None:
    clock.expire()


@periodic(every=timedelta(hours=12))
def forget_orphans() -> None:
    conversion.forget_orphans()
