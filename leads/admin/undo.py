"""The last action of a user on the work queue, kept in their session while it can be undone."""

import time
from typing import Any

from leads.services import undo

KEY = "undo"


def keep_undo(request: Any, token: str, label: str) -> None:
    """Offer to undo the action of `token`; forget the one before it, even without a token."""
    until = time.time() + undo.WITHIN.total_seconds()
    request.session[KEY] = {"token": token, "label": label, "until": until} if token else None


def open_undo(request: Any) -> dict[str, Any] | None:
    """Return token and label of the last action, None if it can no longer be undone."""
    kept = request.session.get(KEY)
    return kept if kept and kept["until"] > time.time() else None
