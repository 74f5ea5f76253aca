"""Initial texts of an answer: greeting, saved reply and signature."""

from contactatonce.accounts.models import User
from contactatonce.brands import hours
from leads.models import Inquiry, Lead, SavedReply
from leads.models.answers import Answers


def values(*, lead: Lead, said: Answers, author: User) -> dict[str, str]:
    """Return the value of each placeholder of a saved reply."""
    inquiry: Inquiry = lead.inquiry
    return {
        "name": said.name,
        "reference": inquiry.reference,
        "site": inquiry.brand.name,
        "promise": hours.in_words(lead.answer_by, inquiry.brand.calendar.zone),
        "me": author.display_name,
    }


def greeting(said: Answers) -> str:
    return f"Hello {said.name}," if said.name else "Hello,"


def signature(own: SavedReply | None, values: dict[str, str]) -> str:
    """Return the author's own signature, or else a plain one."""
    return own.filled(values) if own else f"Kind regards\n{values['me']}\n{values['site']}"
