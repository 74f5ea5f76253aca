"""Make the public side of an account."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from contactatonce.accounts.models import User
from forum.models import Member

LONGEST_HANDLE = 30


def member_of(user: User) -> Member:
    """Return the member of an account, stored by now; call it in a POST only."""
    found = Member.objects.filter(user=user).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Member.objects.create(user=user, handle=free_handle(user.display_name))
    except IntegrityError:  # another request made it, or took the handle
        return Member.objects.filter(user=user).first() or Member.objects.create(
            user=user, handle=free_handle(user.display_name)
        )


def free_handle(name: str) -> str:
    """Return a handle for a display name that no member has: "ada-lovelace", "ada-lovelace-2"."""
    base = slugify(name)[:LONGEST_HANDLE].strip("-_").replace("_", "-") or "member"
    taken = set(Member.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    number = 1
    while (handle := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return handle
