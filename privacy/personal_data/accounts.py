"""Personal data in accounts, sign-in, sessions and the admin log."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from contactatonce.accounts import sessions
from contactatonce.accounts.models import ERASED, User
from contactatonce.lib.email_addresses import normalize
from privacy.registry import (
    Category,
    Exemption,
    Kind,
    OnErasure,
    Personal,
    Retention,
    Rows,
    Subject,
    belonging_to,
    declare,
    either,
    holds_nobody,
)

YEAR = timedelta(days=365)
SIGNED_UP = "The person gave it when signing up, or a colleague who made the account."
ADDRESS = Personal(Category.CONTACT, Kind.EMAIL)
NO_ACCOUNT = -1  # matches no row, where None would match the rows without an account


def accounts_of(subject: Subject) -> Rows:
    named = User._base_manager.filter(email=subject.email).values("pk")
    known = User._base_manager.filter(pk=subject.user_id or NO_ACCOUNT).values("pk")
    return either(User, named, known)


def sign_in_name(email: str) -> dict[str, str]:
    return {"email": normalize(email)}


def addresses_of(subject: Subject) -> Rows:
    theirs = EmailAddress._base_manager.filter(user__in=subject.keys(User)).values("pk")
    same = EmailAddress._base_manager.filter(email=subject.email).values("pk")
    return either(EmailAddress, theirs, same)


def sessions_of(subject: Subject) -> Rows:
    """Return the person's sessions; the user id is inside the encoded data."""
    found = [session.pk for session, _ in sessions.of_users(subject.keys(User))]
    return Session._base_manager.filter(pk__in=found)


def closed_accounts(rows: Rows, now: datetime) -> Rows:
    """Return accounts closed and unused for a year; former staff are blank already."""
    used = Coalesce("last_login", "joined_at")
    closed = rows.filter(is_active=False).exclude(email__endswith=ERASED)
    unused: Rows = closed.annotate(used_at=used).filter(used_at__lt=now - YEAR)
    return unused


declare(
    User,
    purpose="To let a person sign in.",
    source=SIGNED_UP,
    about=accounts_of,
    retention=Retention(
        "accounts",
        "while the account is active, and until a year after its last use once it is closed",
        expired=closed_accounts,
    ),
    personal={
        "email": ADDRESS,
        "former_email": ADDRESS,
        "display_name": Personal(Category.ACCOUNT, Kind.NAME),
        "password": Category.ACCOUNT,
        "last_login": Category.ACCOUNT,
        "joined_at": Category.ACCOUNT,
    },
    plain="is_active is_staff is_superuser office groups user_permissions",
    withheld={"password": "It is a key; we keep only a digest of it."},
    exceptions=[
        Exemption(
            lambda rows, subject: rows.filter(is_staff=True),
            OnErasure.BLANK,
            "The trail of who did what stays; it names former staff by number only.",
            "as long as the trail",
        )
    ],
    blanks={
        "email": Concat(Value("former-"), Cast("pk", CharField()), Value(ERASED)),
        "former_email": "",
        "display_name": Concat(Value("former staff "), Cast("pk", CharField())),
        "password": UNUSABLE_PASSWORD_PREFIX,
        "is_active": False,
        "is_superuser": False,
    },
    derived={"email": sign_in_name},
)
declare(
    EmailAddress,
    purpose="To know which addresses of an account were confirmed.",
    source=SIGNED_UP,
    about=addresses_of,
    retention=Retention("addresses", "as long as the account it belongs to", follows="user"),
    personal={"email": ADDRESS, "user": Category.ACCOUNT},
    plain="primary verified",
    derived={"email": sign_in_name},
)
declare(
    EmailConfirmation,
    purpose="To confirm an address of an account.",
    source="We made it to confirm an address.",
    about=belonging_to(EmailConfirmation, "email_address"),
    retention=Retention("confirmations", "3 days after it was sent", timedelta(days=3), "sent"),
    personal={"email_address": Category.ACCOUNT},
    plain="created key sent",
    withheld={"key": "Anyone who has it can confirm the address."},
    is_volatile=True,
)
declare(
    Authenticator,
    purpose="To check a second factor at sign-in.",
    source="The person set it up.",
    retention=Retention("factors", "as long as the account it belongs to", follows="user"),
    personal=dict.fromkeys(("user", "data", "last_used_at"), Category.ACCOUNT),
    plain="created_at type",
    withheld={"data": "It is a key."},
)
declare(
    LogEntry,
    purpose="To know which member of staff changed what.",
    source="Our software wrote it when the person changed something in the admin.",
    about=belonging_to(LogEntry, "user"),
    retention=Retention(
        "admin-log", "2 years after the change", timedelta(days=730), "action_time"
    ),
    personal={"user": Category.ACCOUNT},
    plain="action_flag action_time change_message content_type object_id object_repr",
    withheld={
        "object_repr": "It is about somebody else's record.",
        "change_message": "It is about somebody else's record.",
    },
    on_erasure=OnErasure.KEEP,
    keep_because="The trail of who changed what stays; it names former staff by number only.",
    keep_until="until 2 years after the change",
)
declare(
    Session,
    purpose="To keep somebody signed in.",
    source="Our software made it at sign-in.",
    about=sessions_of,
    retention=Retention(
        "sessions", "until signing out, or 2 hours after the last use", timedelta(0), "expire_date"
    ),
    personal={"session_data": Category.ACCOUNT},
    plain="session_key expire_date",
    withheld={"session_data": "It is a key.", "session_key": "It is a key."},
    is_volatile=True,
)

PLUMBING = "It describes roles and models, not a person."
holds_nobody(Permission, "name codename content_type", because=PLUMBING)
holds_nobody(Group, "name permissions", because=PLUMBING)
holds_nobody(ContentType, "app_label model", because=PLUMBING)
