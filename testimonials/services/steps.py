"""The row lock, history and refusal that all steps of a testimonial share."""

from contactatonce.accounts.models import User
from testimonials.models import Event, Testimonial
from testimonials.states import SAYS, State


class Refused(Exception):
    """The step is not possible now; nothing was changed, and the message says why."""


def lock(testimonial: Testimonial) -> Testimonial:
    """Return the stored row with a lock, for the rest of the transaction; or raise Refused."""
    rows = Testimonial.objects.select_for_update(of=("self",))
    found: Testimonial | None = rows.select_related("brand").filter(pk=testimonial.pk).first()
    if found is None:
        raise Refused("The testimonial was deleted.")
    return found


def return_to_review(testimonial: Testimonial) -> None:
    """Let staff go on with a locked testimonial if they asked its guest for a change."""
    if testimonial.state == State.CHANGES:
        testimonial.move(State.IN_REVIEW)


def record(
    testimonial: Testimonial,
    step: Event.Step,
    *,
    by: User | None = None,
    edition: int | None = None,
    note: str = "",
) -> Event:
    """Add a step to the history; without `by`, the guest or a periodic task took it."""
    return Event.objects.create(
        testimonial=testimonial, step=step, by=by, edition=edition, note=note
    )


def require(testimonial: Testimonial, *states: str) -> None:
    """Raise Refused unless the testimonial is in one of `states`."""
    if testimonial.state not in states:
        raise Refused(f"{SAYS[testimonial.state]}, so this is no longer possible.")
