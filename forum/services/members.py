"""Make the public side of an account, and merge two members that are one person."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q, Value
from django.db.models.functions import Replace
from django.utils.text import slugify

from contactatonce.accounts import sessions
from contactatonce.accounts.models import User
from forum import limits, pictures, trust
from forum.limits import NotAllowed
from forum.models import (
    Draft,
    Member,
    Notification,
    Picture,
    Post,
    PostVersion,
    ReadMark,
    Report,
    Watch,
)
from moderation.services import note

LONGEST_HANDLE = 30
PLACES = ("board", "topic", "post")  # of drafts


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


def refuse_to_rename(user: User) -> None:
    """Raise ValidationError for a silenced member: their name is public."""
    member = Member.objects.filter(user=user).first()
    try:
        if member is not None:
            limits.refuse_silenced(member)
    except NotAllowed as error:
        raise ValidationError(error.args[0]) from error


@transaction.atomic
def clear_profile(member: Member) -> None:
    """Remove what a member wrote about themselves, with their picture and name."""
    pictures.set_avatar(member=member, file=None)
    Member.objects.filter(pk=member.pk).update(company="", bio="")
    if member.user is not None:
        member.user.display_name = f"Member {member.pk}"
        member.user.save(update_fields=["display_name"])
        follow_name(member.user)


def follow_name(user: User) -> None:
    """Derive the handle again when a name was changed: the old one would give it away."""
    found = Member.objects.filter(user=user)
    member, base = found.first(), base_of_handle(user.display_name)
    if member is None:
        return
    stem, _, number = member.handle.rpartition("-")
    if member.handle == base or (stem == base and number.isdigit()):
        return
    try:
        with transaction.atomic():
            found.update(handle=free_handle(user.display_name))
    except IntegrityError:  # another request took the handle
        found.update(handle=free_handle(user.display_name))


def base_of_handle(name: str) -> str:
    return slugify(name)[:LONGEST_HANDLE].strip("-_").replace("_", "-") or "member"


def free_handle(name: str) -> str:
    """Return a handle for a display name that no member has: "ada-lovelace", "ada-lovelace-2"."""
    base = base_of_handle(name)
    taken = set(Member.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    number = 1
    while (handle := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return handle


@transaction.atomic
def merge(*, member: Member, into: Member, by: User) -> None:
    """Give everything of one member to another, and close the account of the first.

    Raises NotAllowed for staff, for former and for silenced members, and for one and the same.
    """
    pair = sorted((member, into), key=lambda row: row.pk)
    rows = {row.pk: limits.lock(row) for row in pair}
    member, into = rows[member.pk], rows[into.pk]
    refuse_merge(member, into)
    Post.objects.filter(author=member).update(author=into)
    Picture.objects.filter(member=member).update(member=into)
    Report.objects.filter(by=member, post__author=into).delete()
    move_rows(member, into, Watch, "topic")
    move_rows(member, into, ReadMark, "topic")
    move_rows(member, into, Report, "post")
    move_rows(member, into, Notification, "post")
    for place in PLACES:
        move_rows(member, into, Draft, place)
    rename_mentions(member, into)
    note(into, by, f"Merged member {member.pk} into this one.")
    user = member.user
    member.delete()
    if user is not None:
        sessions.end(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        note(user, by, f"Deactivated: merged into user {into.user_id}.")
    trust.recompute(Member.objects.filter(pk=into.pk))


def refuse_merge(member: Member, into: Member) -> None:
    if member.pk == into.pk:
        raise NotAllowed("Choose another member.")
    if member.is_staff or into.is_staff:
        raise NotAllowed("Accounts of staff cannot be merged.")
    if member.is_former or into.is_former:
        raise NotAllowed("One of them has no account any more.")
    if member.is_silenced or into.is_silenced:
        raise NotAllowed("One of them is silenced: undo that first.")


def move_rows(member: Member, into: Member, model: type[Model], place: str) -> None:
    """Move the rows of a member to another, who keeps their own for the same place."""
    owner = "by" if model is Report else "member"
    taken = model._base_manager.filter(**{owner: into, f"{place}__isnull": False})
    rows = model._base_manager.filter(**{owner: member, f"{place}__isnull": False})
    known = list(taken.values_list(place, flat=True))
    rows.exclude(**{f"{place}__in": known}).update(**{owner: into})


def rename_mentions(member: Member, into: Member) -> None:
    """Let mentions of a member, in posts, their versions and drafts, name the other one."""
    old, new = f"@{{{member.pk}}}", f"@{{{into.pk}}}"
    page, new_page = (f'"/forum/members/{row.pk}/"' for row in (member, into))
    text = Replace(F("text"), Value(old), Value(new))
    html = Replace(F("html"), Value(old), Value(new))
    Post.objects.filter(Q(text__contains=old)).update(
        text=text, html=Replace(html, Value(page), Value(new_page))
    )
    PostVersion.objects.filter(text__contains=old).update(text=text)
    Draft.objects.filter(text__contains=old).update(text=text)
