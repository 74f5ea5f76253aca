"""Personal data in accounts, sign-in, sessions and the admin log."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from contactatonce.accounts.models import ERASED, Session, User
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
CONFIRM_WITHIN = timedelta(days=30)
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


def ended_accounts(rows: Rows, now: datetime) -> Rows:
    """Return accounts closed and unused for a year, and members' never confirmed for 30 days.

    Former staff are blank already. Idle accounts are left to privacy/erasure/idle_accounts.py.
    """
    rows = rows.exclude(email__endswith=ERASED)
    closed = Q(is_active=False, used_at__lt=now - YEAR)
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    never = Q(is_staff=False, last_login=None, joined_at__lt=now - CONFIRM_WITHIN)
    never &= ~Q(pk__in=confirmed)
    ended: Rows = rows.annotate(used_at=Coalesce("last_login", "joined_at")).filter(closed | never)
    return ended


declare(
    User,
    purpose="To let a person sign in.",
    source=SIGNED_UP,
    about=accounts_of,
    retention=Retention(
        "accounts",
        "until 24 months after the last visit of a member, announced by two letters; a year after "
        "the last use once it is closed; 30 days if its e-mail address is never confirmed",
        expired=ended_accounts,
    ),
    personal={
        "email": ADDRESS,
        "former_email": ADDRESS,
        "display_name": Personal(Category.ACCOUNT, Kind.NAME),
        "password": Category.ACCOUNT,
        **dict.fromkeys(("last_login", "joined_at", "seen_on"), Category.ACCOUNT),
        **dict.fromkeys(("warned_at", "warned_again_at"), Category.ACCOUNT),
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
    about=belonging_to(Session, "user"),
    retention=Retention(
        "sessions",
        "until signing out, or 2 hours after the last use, or 30 days for those who stay signed in",
        timedelta(0),
        "expire_date",
    ),
    personal=dict.fromkeys(("session_data", "user"), Category.ACCOUNT),
    plain="session_key expire_date",
    withheld={"session_data": "It is a key.", "session_key": "It is a key."},
    is_volatile=True,
)

PLUMBING = "It describes roles and models, not a person."
holds_nobody(Permission, "name codename content_type", because=PLUMBING)
holds_nobody(Group, "name permissions", because=PLUMBING)
holds_nobody(ContentType, "app_label model", because=PLUMBING)
