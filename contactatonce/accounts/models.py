"""People who sign in: staff, and members of the public areas."""

from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from contactatonce.brands.models import Office
from contactatonce.lib.email_addresses import EmailField, normalize
from contactatonce.lib.saving import UpdateOnlyModel

ERASED = "@erased.invalid"  # RFC 2606: no mail can be delivered there


def today() -> date:
    return timezone.now().date()


class Role(models.TextChoices):
    """The groups of staff; contactatonce/roles.py says what each may do."""

    SALES = "Sales"
    EDITOR = "Editor"
    MODERATOR = "Moderator"
    PRIVACY_OFFICER = "Privacy officer"
    ADMINISTRATOR = "Administrator"


class UserManager(BaseUserManager["User"]):
    """Create users, who sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store and return a user; without a password they cannot sign in."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalize(username or ""))


class User(UpdateOnlyModel, AbstractBaseUser, PermissionsMixin):
    """A person who can sign in."""

    email = EmailField("e-mail address", unique=True)
    display_name = models.CharField(
        max_length=80,
        help_text="Shown to colleagues, and to readers beside what this person writes.",
    )
    is_staff = models.BooleanField(
        "may open the admin", default=False, help_text="Permissions come from the roles below."
    )
    is_active = models.BooleanField(
        default=True, help_text="Clear this instead of deleting the account of someone who leaves."
    )
    office = models.ForeignKey(
        Office,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Times in the admin are in this office’s time zone; empty: the first office’s.",
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    former_email = EmailField(
        blank=True,
        editable=False,
        help_text="The address before a change, until the letter about it has left.",
    )

    seen_on = models.DateField("last visit", default=today, editable=False)
    warned_at = models.DateTimeField(
        null=True, editable=False, help_text="When the first letter about an idle account left."
    )
    warned_again_at = models.DateTimeField(
        null=True, editable=False, help_text="When the second one left."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="user_staff", condition=models.Q(is_staff=True)),
            models.Index(fields=["seen_on"], name="user_idle", condition=models.Q(is_staff=False)),
        ]

    def __str__(self) -> str:
        return self.display_name if self.is_staff else f"Member {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalize(self.email)
        super().save(*args, **kwargs)

    def keep_former_email(self, email: str) -> None:
        """Keep the address to which a change is reported; the oldest one that still waits."""
        self.former_email = self.former_email or normalize(email)
        self.save(update_fields=["former_email"])

    def note_visit(self) -> None:
        """Store that the user is here today, at most once a day; warnings no longer count."""
        if self.seen_on < today():
            columns = {"seen_on": today(), "warned_at": None, "warned_again_at": None}
            User.objects.filter(pk=self.pk).update(**columns)  # nothing, if erased concurrently

    @property
    def is_erased(self) -> bool:
        """Whether the person was erased; the row is kept as a number in the audit log."""
        return self.email.endswith(ERASED)

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True))

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class Session(UpdateOnlyModel, AbstractBaseSession):
    """A browser in which a person is signed in, or about to sign in."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, editable=False, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return f"Session of account {self.user_id}"  # Django would return the key

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
