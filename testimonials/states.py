"""States of a testimonial, and the moves between them; code and database enforce them."""

from collections.abc import Mapping

from django.db import models

from moderation import states as moderation


class State(models.TextChoices):
    """The three states that the moderation queue shows have its values."""

    INVITED = "invited", "Invited"
    SUBMITTED = moderation.State.HELD.value, "Submitted"
    IN_REVIEW = "in_review", "In review"
    CHANGES = "changes", "Changes requested"
    APPROVED = "approved", "Approved by staff"
    CONFIRMED = "confirmed", "Confirmed by the guest"
    PUBLISHED = moderation.State.PUBLISHED.value, "Published"
    EXPIRED = "expired", "Expired"
    REFUSED = moderation.State.REFUSED.value, "Refused"
    WITHDRAWN = moderation.State.WITHDRAWN.value, "Withdrawn"


# "Changes requested": by staff of the guest (from IN_REVIEW) or by the guest of staff (from
# APPROVED leads back to IN_REVIEW). An unused invitation expires too. What expired before it was
# confirmed is reviewed again once its giver renews the consent.
MOVES: Mapping[str, frozenset[str]] = {
    State.INVITED: frozenset({State.SUBMITTED, State.IN_REVIEW, State.EXPIRED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.REFUSED, State.EXPIRED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset(
        {
            State.SUBMITTED,
            State.CHANGES,
            State.APPROVED,
            State.REFUSED,
            State.EXPIRED,
            State.WITHDRAWN,
        }
    ),
    State.CHANGES: frozenset({State.SUBMITTED, State.IN_REVIEW, State.EXPIRED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.IN_REVIEW, State.CONFIRMED, State.EXPIRED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset({State.IN_REVIEW, State.PUBLISHED, State.EXPIRED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.CONFIRMED, State.EXPIRED, State.WITHDRAWN}),
    State.EXPIRED: frozenset(
        {
            State.SUBMITTED,
            State.IN_REVIEW,
            State.CONFIRMED,
            State.PUBLISHED,
            State.WITHDRAWN,
        }
    ),
    State.REFUSED: frozenset({State.SUBMITTED, State.IN_REVIEW, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
# What its giver can still change.
OPEN = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CHANGES})
# What expires with the consent of its giver.
EXPIRING = frozenset({*OPEN, State.APPROVED, State.CONFIRMED, State.PUBLISHED})
# What a refused step says about the state, to guests and staff.
SAYS: Mapping[str, str] = {
    State.INVITED: "Nothing has been sent through this invitation",
    State.SUBMITTED: "This testimonial has not been read yet",
    State.IN_REVIEW: "We are preparing this testimonial",
    State.CHANGES: "This testimonial waits for changes",
    State.APPROVED: "The edited version waits to be confirmed",
    State.CONFIRMED: "This testimonial is confirmed, and not online",
    State.PUBLISHED: "This testimonial is online",
    State.EXPIRED: "The invitation or consent has ended",
    State.REFUSED: "We do not publish this testimonial",
    State.WITHDRAWN: "This testimonial was withdrawn",
}
