"""Buttons of the review desk: when each is possible, the service behind it, and its form."""

from collections.abc import Callable
from typing import Any, NamedTuple

from contactatonce.accounts.models import User
from contactatonce.lib.admin import DraftForm
from moderation.models import Verdict
from moderation.services import Overtaken, judge
from testimonials.checklist import missing_from
from testimonials.models import Edition, Testimonial
from testimonials.services import editing, giving
from testimonials.services.editing import EDITABLE
from testimonials.services.steps import Refused
from testimonials.states import State

from .forms import ChangesForm, DetailsForm, RefuseForm, WithdrawForm

REVIEWED = (State.IN_REVIEW, State.CONFIRMED, State.PUBLISHED)


class Item(NamedTuple):
    """A testimonial on the desk, with the edition that waits and the one that is confirmed."""

    testimonial: Testimonial
    draft: Edition | None
    live: Edition | None

    @property
    def seen(self) -> str:
        """What a page showed, for a step to notice that it has changed since."""
        draft = f"-{self.draft.pk}-{self.draft.version}" if self.draft else ""
        return f"{self.testimonial.version}{draft}"

    @property
    def state(self) -> str:
        return self.testimonial.state

    @property
    def is_editable(self) -> bool:
        """Whether there is a draft, and a state in which staff work on it."""
        return self.draft is not None and self.state in EDITABLE

    @property
    def edition(self) -> Edition:
        """Return the draft; raise Refused where there is none."""
        if self.draft is None:
            raise Refused("There is no version to work on. Prepare one first.")
        return self.draft

    @property
    def is_missing(self) -> list[str]:
        """What is still to be done before the draft can be approved."""
        return missing_from(self.draft) if self.draft else []


class Step(NamedTuple):
    """A button: `act(item, by=user, **cleaned)`, and what the editor reads afterwards."""

    label: str
    act: Callable[..., Any]
    message: str
    is_possible: Callable[[Item], bool]
    form: type[Any] = DraftForm
    permission: str = "change"


def details(item: Item, *, by: User, trade: str, logo: Any) -> None:
    item.testimonial.write(trade=trade, logo=logo)


def refuse(item: Item, *, by: User, refusal: str) -> None:
    """Give a moderator's verdict, which tells the guest the reason once it is final."""
    testimonial = item.testimonial
    try:
        judge(
            model=Testimonial,
            pk=testimonial.pk,
            version=testimonial.version,
            decision=Verdict.Decision.REFUSE,
            refusal=refusal,
            by=by,
        )
    except Overtaken as overtaken:
        raise Refused(str(overtaken)) from overtaken


STEPS = {
    "draft": Step(
        "Prepare a version",
        lambda item, by: editing.draft(testimonial=item.testimonial, by=by),
        "The version is below. Nothing of it is published before the guest confirms it.",
        lambda item: item.draft is None and item.state in EDITABLE,
    ),
    "approve": Step(
        "Approve, and ask the guest to confirm",
        lambda item, by: editing.approve(edition=item.edition, by=by),
        "Approved. A mail asks the guest to look at it and confirm it.",
        lambda item: (
            item.draft is not None and item.draft.approved_at is None and item.state in REVIEWED
        ),
    ),
    "check": Step(
        "I compared the captions with the video",
        lambda item, by: editing.check_captions(edition=item.edition, by=by),
        "The captions are checked.",
        lambda item: (
            item.draft is not None
            and item.state in EDITABLE
            and item.draft.clip_id is not None
            and bool(item.draft.captions)
            and item.draft.captions_checked_at is None
        ),
    ),
    "convert": Step(
        "Convert again",
        lambda item, by: editing.convert_again(edition=item.edition),
        "The conversion starts again.",
        lambda item: item.is_editable and bool(item.edition.failure),
    ),
    "ask": Step(
        "Ask the guest for changes",
        lambda item, by, note: editing.ask_for_changes(
            testimonial=item.testimonial, note=note, by=by
        ),
        "The guest gets a mail with your words.",
        lambda item: item.state == State.IN_REVIEW,
        ChangesForm,
    ),
    "go_on": Step(
        "Go on without the change",
        lambda item, by: editing.go_on(testimonial=item.testimonial, by=by),
        "It is in review again. The guest can still change it.",
        lambda item: item.state == State.CHANGES,
    ),
    "refuse": Step(
        "Refuse",
        refuse,
        "Refused. The guest gets a mail with the reason in ten minutes.",
        lambda item: item.state == State.IN_REVIEW,
        RefuseForm,
    ),
    "discard": Step(
        "Discard this version",
        lambda item, by: editing.discard(edition=item.edition, by=by),
        "Discarded. What is published stays as it is.",
        lambda item: item.is_editable and item.live is not None,
    ),
    "publish": Step(
        "Publish again",
        lambda item, by: editing.publish(testimonial=item.testimonial, by=by),
        "Published.",
        lambda item: item.state == State.CONFIRMED,
    ),
    "take_down": Step(
        "Take down",
        lambda item, by: editing.take_down(testimonial=item.testimonial, by=by),
        "Taken down. The consent stays, so it can be published again.",
        lambda item: item.state == State.PUBLISHED,
    ),
    "details": Step(
        "Industry and logo",
        details,
        "Saved.",
        lambda item: item.state != State.WITHDRAWN,
        DetailsForm,
    ),
    "withdraw": Step(
        "Withdraw for good",
        lambda item, by, note: giving.withdraw(testimonial=item.testimonial, by=by, note=note),
        "Withdrawn. Nothing of it can be reached any more; the guest gets a receipt.",
        lambda item: item.state != State.WITHDRAWN,
        WithdrawForm,
        "withdraw",
    ),
}
