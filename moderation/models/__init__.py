"""Models of moderation."""

from .learned import Token, Training, WatchedWord
from .moderated import Moderated, ModeratedQuerySet
from .verdicts import UNDO_WITHIN, Verdict

__all__ = [
    "UNDO_WITHIN",
    "Moderated",
    "ModeratedQuerySet",
    "Token",
    "Training",
    "Verdict",
    "WatchedWord",
]
