"""Sessions that end when idle or old, and that their owner can list and end."""

import time
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Session, User

BEGAN, SEEN = "began_at", "seen_at"  # Unix time, in the session's data
REMEMBERED = "is_remembered"
REFRESH_SECONDS = 60


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with their user and when they began and were used last.

    A session ends SESSION_COOKIE_AGE after its last use, and SESSION_MOST_SECONDS after its
    beginning. Its cookie ends with the browser. One that its owner asked to keep has a cookie that
    lasts, and ends after REMEMBERED_AGE and REMEMBERED_MOST_SECONDS.
    """

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if data and data.get(BEGAN, 0) < time.time() - most_seconds(data):
            self._session_key = None
            return {}
        return data

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = int(time.time())
        row: Any = super().create_model_instance({BEGAN: now, **data, SEEN: now})
        row.user_id = data.get(SESSION_KEY)
        return row

    def get_session_cookie_age(self) -> int:
        if not is_remembered(self):
            return int(settings.SESSION_COOKIE_AGE)
        left = self.get(BEGAN, time.time()) + settings.REMEMBERED_MOST_SECONDS - time.time()
        return max(0, min(settings.REMEMBERED_AGE, int(left)))

    def get_expire_at_browser_close(self) -> bool:
        return not is_remembered(self)


def is_remembered(data: SessionBase | dict[str, Any]) -> bool:
    """Return whether a signed-in user asked for a session that outlasts the browser."""
    return bool(data.get(REMEMBERED)) and data.get(SESSION_KEY) is not None


def most_seconds(data: dict[str, Any]) -> int:
    """Return how long a session with this data may last in all."""
    if is_remembered(data):
        return int(settings.REMEMBERED_MOST_SECONDS)
    return int(settings.SESSION_MOST_SECONDS)


def remember(session: SessionBase, is_wanted: bool) -> None:
    """Store whether the user who is signing in wants a session that outlasts the browser."""
    if is_wanted:
        session[REMEMBERED] = True
    else:
        session.pop(REMEMBERED, None)


def keep_alive(session: SessionBase) -> None:
    """Extend a session that is used; at most one write a minute."""
    if session.get(SEEN, 0) < time.time() - REFRESH_SECONDS:
        session.modified = True


class SignedIn(NamedTuple):
    """A session as its owner sees it; `name` identifies it and opens nothing."""

    name: str
    began_at: datetime
    seen_at: datetime


def list_open(user: User) -> list[SignedIn]:
    """Return the open sessions of `user`, the one used last first."""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    found = [
        SignedIn(name_of(row.pk), as_time(data.get(BEGAN, 0)), as_time(data.get(SEEN, 0)))
        for row in rows
        if (data := row.get_decoded())
    ]
    return sorted(found, key=lambda session: session.seen_at, reverse=True)


def name_of(key: str | None) -> str:
    """Return a name for the session `key`, from which the key cannot be computed."""
    return salted_hmac("contactatonce.accounts.sessions", key or "").hexdigest()[:20]


def as_time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def end(user: User, *, keep: str | None = None, name: str = "") -> int:
    """End the sessions of `user` except the key `keep`, or only the one called `name`.

    Return how many were ended.
    """
    rows = Session.objects.filter(user=user).exclude(pk=keep)
    if name:
        rows = rows.filter(pk__in=[row.pk for row in rows if name_of(row.pk) == name])
    return int(rows.delete()[0])
