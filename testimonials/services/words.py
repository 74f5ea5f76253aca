"""Words of a guest, and the columns that are computed from them."""

from dataclasses import asdict, dataclass, replace
from functools import partial

from contactatonce.brands.directory import directory
from contactatonce.lib import markup
from contactatonce.lib.email_addresses import normalize
from moderation import rules, screening
from testimonials.models import Testimonial

# What the rules found in how the form was sent; other words do not change it.
SENT_AS = {"trap", "too_fast", "old_form"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words that a guest writes; the names are those of the columns."""

    text: str
    kind: str
    trade: str
    name: str
    title: str = ""
    company: str = ""
    relation: str = ""
    incentive: str = ""


def write(testimonial: Testimonial, words: Words) -> None:
    """Set the guest's columns, unsaved."""
    for name, value in asdict(words).items():
        setattr(testimonial, name, value)
    testimonial.html = markup.render_limited(words.text)


def screen(testimonial: Testimonial, sent: rules.Submission | None = None) -> None:
    """Set what the rules find in the words, for the moderators; unsaved.

    Reasons that are about how the form was sent at first stay.
    """
    kept = {each["code"]: each for each in testimonial.reasons if each["code"] in SENT_AS}
    by_author = Testimonial.objects.filter(email_key=normalize(testimonial.email))
    sent = replace(sent or rules.Submission(), own_hosts=directory.get().own_hosts)
    record = partial(screening.record_of, testimonial, by_author)
    outcome = screening.screen(testimonial, record=record, sent=sent)
    found = {each["code"]: each for each in outcome.reasons}
    testimonial.reasons = list({**kept, **found}.values())
    testimonial.score = sum(each["points"] for each in testimonial.reasons)


COLUMNS = (
    *Words.__dataclass_fields__,
    "email",
    "email_key",
    "html",
    "digest",
    "link_hosts",
    "reasons",
    "score",
    "confirmed_at",
    "person_consent_id",
    "company_consent_id",
)


def move(testimonial: Testimonial, to: str) -> None:
    """Save what was written, with a move to another state unless it is there already."""
    columns = {name: getattr(testimonial, name) for name in COLUMNS}
    if to == testimonial.state:
        testimonial.write(**columns)
    else:
        testimonial.move(to, **columns)
