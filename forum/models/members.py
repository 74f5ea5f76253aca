"""Members of the forum: the public side of an account."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contactatonce.lib.saving import UpdateOnlyModel


def forum_files() -> Storage:
    """Return the private storage of pictures: avatars, and those in posts."""
    return storages["forum"]


class MemberQuerySet(models.QuerySet["Member"]):
    def with_account(self) -> "MemberQuerySet":
        """Return those who still have an account that may sign in."""
        return self.filter(user__is_active=True)


class Member(UpdateOnlyModel):
    """The public side of an account: what readers see of a person, and what the person may do.

    It outlives the account, without anything about the person: readers see "Former member 7f3a".
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="member",
    )
    handle = models.SlugField(
        max_length=40,
        blank=True,
        editable=False,
        help_text="To mention the member: @handle.",
    )
    company = models.CharField(max_length=80, blank=True)
    bio = models.CharField("about", max_length=500, blank=True)
    avatar = models.FileField(storage=forum_files, max_length=100, blank=True, editable=False)
    trust = models.PositiveSmallIntegerField(default=0, editable=False)
    is_trust_granted = models.BooleanField("trust granted by staff", default=False, editable=False)
    silenced_at = models.DateTimeField(
        "silenced", null=True, editable=False, help_text="A silenced member can read only."
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    read_until_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="All posts until then count as read."
    )
    mails_replies = models.BooleanField(
        "mail me replies to topics that I watch",
        default=True,
        help_text="One mail for each topic until you visit it.",
    )
    mails_mentions = models.BooleanField("mail me when someone mentions me", default=True)
    mails_digest = models.BooleanField("mail me a weekly summary", default=False)
    digest_at = models.DateTimeField("last summary", null=True, editable=False)

    has_posts = False  # annotated where a reader is looked up; see forum.access

    objects = MemberQuerySet.as_manager()

    class Meta:
        permissions: ClassVar = [("merge_member", "Can merge two accounts of one person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["handle"], condition=~Q(handle=""), name="handle_is_unique"
            ),
            models.CheckConstraint(condition=Q(trust__lte=3), name="forum_trust_is_0_to_3"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(handle="", company="", bio="", avatar=""),
                name="former_members_are_blank",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["digest_at"], condition=Q(mails_digest=True), name="member_digest_due"
            )
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/forum/members/{self.pk}/"  # as the links of mentions (forum.text)

    @property
    def is_former(self) -> bool:
        return self.user_id is None

    @property
    def is_silenced(self) -> bool:
        return self.silenced_at is not None

    @property
    def is_staff(self) -> bool:
        return self.user is not None and self.user.is_staff

    @property
    def email(self) -> str:
        """The e-mail address of the account; "" for a former member."""
        return self.user.email if self.user else ""

    @property
    def name(self) -> str:
        """The name for readers; select_related("user") where many are shown."""
        if self.user is not None:
            return self.user.display_name
        digest = salted_hmac("forum.member", str(self.pk)).hexdigest()
        return f"Former member {digest[:4]}"
