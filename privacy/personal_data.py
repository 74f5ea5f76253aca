"""What the floor's models and those of packages hold about people (the floor itself knows no privacy)."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours
from contactatonce.jobs.models import Duty, Effect

from .models import Consent
from .registry import Category, OnErasure, Retention, Subject, declare, holds_nobody

ACCOUNT_LIFE = Retention("account", "while the account is active")


def accounts_of(subject: Subject) -> QuerySet[User]:
    return User._base_manager.filter(Q(pk=subject.user_id) | Q(email__iexact=subject.email))


def consents_of(subject: Subject) -> QuerySet[Consent]:
    return Consent._base_manager.filter(email=subject.email)


declare(
    Consent,
    purpose="To prove what a person agreed to, and to stop when it is withdrawn.",
    about=consents_of,
    retention=Retention("consents", "while the consent stands, and 3 years after it was withdrawn"),
    personal={
        "email": Category.CONTACT,
        "purpose": Category.CHOICE,
        "given_at": Category.CHOICE,
        "given_how": Category.CHOICE,
        "withdrawn_at": Category.CHOICE,
    },
    plain=["wording", "wording_hash", "brand"],
)

declare(
    User,
    purpose="To let a person sign in.",
    about=accounts_of,
    retention=ACCOUNT_LIFE,
    personal={
        "email": Category.CONTACT,
        "display_name": Category.ACCOUNT,
        "password": Category.ACCOUNT,
        "last_login": Category.ACCOUNT,
        "joined_at": Category.ACCOUNT,
    },
    plain=["is_active", "is_staff", "is_superuser", "groups", "user_permissions"],
)
declare(
    EmailAddress,
    purpose="To know which addresses of an account were confirmed.",
    about=lambda subject: EmailAddress._base_manager.filter(
        Q(user_id=subject.user_id) | Q(email__iexact=subject.email)
    ),
    retention=ACCOUNT_LIFE,
    personal={"email": Category.CONTACT, "user": Category.ACCOUNT},
    plain=["primary", "verified"],
)
declare(
    EmailConfirmation,
    purpose="To confirm an address of an account.",
    about=lambda subject: EmailConfirmation._base_manager.filter(
        email_address__email__iexact=subject.email
    ),
    retention=Retention("confirmations", "3 days after it was sent", timedelta(days=3), "sent"),
    personal={"email_address": Category.ACCOUNT},
    plain=["created", "key", "sent"],
)
declare(
    Authenticator,
    purpose="To check a second factor at sign-in.",
    about=lambda subject: Authenticator._base_manager.filter(
        Q(user_id=subject.user_id) | Q(user__email__iexact=subject.email)
    ),
    retention=ACCOUNT_LIFE,
    personal={
        "user": Category.ACCOUNT,
        "data": Category.ACCOUNT,
        "last_used_at": Category.ACCOUNT,
    },
    plain=["created_at", "type"],
)
declare(
    LogEntry,
    purpose="To know which member of staff changed what.",
    about=lambda subject: LogEntry._base_manager.filter(
        Q(user_id=subject.user_id) | Q(user__email__iexact=subject.email)
    ),
    retention=Retention(
        "admin-log", "2 years after the change", timedelta(days=730), "action_time"
    ),
    personal={"user": Category.ACCOUNT},
    plain=[
        "action_flag",
        "action_time",
        "change_message",
        "content_type",
        "object_id",
        "object_repr",
    ],
    on_erasure=OnErasure.KEEP,
    keep_because="The trail of who changed what stays; it names former staff by number only.",
)
declare(
    Session,
    purpose="To keep somebody signed in.",
    about=lambda subject: Session._base_manager.none(),  # encoded: erasure decodes them one by one
    retention=Retention("sessions", "until signing out, or 2 weeks", timedelta(0), "expire_date"),
    personal={"session_data": Category.ACCOUNT},
    plain=["session_key", "expire_date"],
)

WEBSITE = "It describes the websites, not a person."
holds_nobody(
    Brand,
    *("slug", "name", "kind", "host", "tagline", "description", "mail_name", "mail_from", "accent"),
    *("accent_dark", "typeface", "calendar", "answer_hours", "position"),
    because=WEBSITE,
)
holds_nobody(HostAlias, "brand", "host", because=WEBSITE)
holds_nobody(Calendar, "name", "time_zone", because=WEBSITE)
holds_nobody(OpeningHours, "calendar", "weekday", "opens_at", "closes_at", because=WEBSITE)
holds_nobody(Holiday, "calendar", "day_on", "name", because=WEBSITE)
holds_nobody(
    Office,
    "name",
    "address",
    "phone",
    "fax",
    "email",
    "position",
    because="It is the company itself.",
)

WORKINGS = "It is the machine's own bookkeeping and carries ids only."
holds_nobody(Duty, "name", "last_run_at", because=WORKINGS)
holds_nobody(Effect, "key", "job_id", "started_at", "finished_at", because=WORKINGS)
holds_nobody(
    DBTaskResult,
    *("id", "status", "enqueued_at", "started_at", "finished_at", "args_kwargs", "priority"),
    *("task_path", "worker_ids", "queue_name", "backend_name", "run_after", "return_value"),
    *("exception_class_path", "traceback"),
    because=WORKINGS,
)
holds_nobody(Permission, "name", "codename", "content_type", because=WORKINGS)
holds_nobody(Group, "name", "permissions", because="A role is not a person.")
holds_nobody(ContentType, "app_label", "model", because=WORKINGS)
