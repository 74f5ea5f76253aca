"""Invitations: testimonials that staff asked for by mail."""

from django.db import models
from django.utils import timezone

from testimonials.states import State

from .testimonials import Testimonial, TestimonialQuerySet


class InvitationQuerySet(TestimonialQuerySet):
    def mailed(self) -> "InvitationQuerySet":
        """Return the testimonials that began with an invitation."""
        return self.exclude(invited_at=None)

    def open(self) -> "InvitationQuerySet":
        return self.filter(state=State.INVITED, expires_at__gt=timezone.now())

    def used(self) -> "InvitationQuerySet":
        return self.exclude(person_consent=None)

    def ended(self) -> "InvitationQuerySet":
        """Return the unused ones that have ended."""
        is_open = models.Q(state=State.INVITED, expires_at__gt=timezone.now())
        return self.filter(person_consent=None).exclude(is_open)


class Invitation(Testimonial):
    """An invitation to give a testimonial, by mail; it works once."""

    objects = InvitationQuerySet.as_manager()  # type: ignore[misc]  # replaces Testimonial's

    class Meta:
        proxy = True

    @property
    def label(self) -> str:
        return f"Invitation {self.pk}: {self.name or self.email}"

    @property
    def progress(self) -> str:
        """Whether it was used, in words."""
        if self.person_consent_id is not None:
            return "Used"
        if self.is_withdrawn:
            return "Declined"
        if not self.may_be_submitted:
            return "Ended"
        return "Reminded" if self.reminded_at else "Invited"
