"""Verdicts of staff on inquiries, from which the classifier of moderation learns.

Moderation imports this module at start.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from moderation import words
from moderation.classifier import INQUIRIES, MOST_LEARNT, Text, likelihood, sources
from moderation.models import UNDO_WITHIN

from .models import Lead


def judged_inquiries(now: datetime, is_spam: bool) -> Iterator[Text]:
    """Yield the newest messages that staff marked as spam, or released or answered.

    What the rules let pass and no one answered is not among them, so that a mistake does not
    confirm itself; nor is what may still be undone.
    """
    final = now - UNDO_WITHIN
    if is_spam:
        judged = Lead.objects.filter(spam_at__lte=final)
    else:
        wanted = Q(released_at__lte=final) | Q(first_answered_at__lte=final)
        judged = Lead.objects.filter(wanted).exclude(state=Lead.State.NOT_A_LEAD)
    messages = judged.order_by("-pk").values_list("inquiry__message", flat=True)
    return (as_text(message) for message in messages[:MOST_LEARNT])


def as_text(message: str) -> Text:
    return message, words.as_html(message)


def resemblance(message: str) -> float | None:
    """Return the probability that a message is spam, None without enough verdicts."""
    return likelihood(*as_text(message), kind=INQUIRIES)


sources[INQUIRIES] = judged_inquiries
