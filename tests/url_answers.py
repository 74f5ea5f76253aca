"""The notation of tests/url_table.py and tests/url_table_admin.py for answers by role."""

from typing import NamedTuple

from contactatonce.accounts.models import Role

ROLES = tuple(Role.values)  # the columns of MODELS
PEOPLE = ("anonymous", "member", "no role", *ROLES)
EVERYBODY = dict.fromkeys(PEOPLE, 200)
SENT_AWAY = 302


def signed_in(status: int, anonymous: int = SENT_AWAY) -> dict[str, int]:
    """The same answer for everybody who is signed in."""
    return {**dict.fromkeys(PEOPLE, status), "anonymous": anonymous}


def staff(status: int) -> dict[str, int]:
    """The same answer for all staff, role or not; a sign-in page and a refusal for the others."""
    return {**signed_in(status), "member": 403}


def only(*roles: str, status: int = 200) -> dict[str, int]:
    """An answer for `roles`; a sign-in page for the anonymous, a refusal for everybody else."""
    return {
        **dict.fromkeys(PEOPLE, 403),
        **dict.fromkeys(roles, status),
        "anonymous": SENT_AWAY,
    }


class Page(NamedTuple):
    """A URL, the answer to each person, and the method by which it is asked."""

    url: str
    statuses: dict[str, int]
    method: str = "get"


def same(status: int) -> dict[str, int]:
    return dict.fromkeys(PEOPLE, status)
