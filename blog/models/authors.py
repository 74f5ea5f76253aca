"""Authors of posts."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import markup
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from contactatonce.lib.versions import Versioned, VersionedQuerySet
from media.models import Image


class AuthorQuerySet(VersionedQuerySet["Author"]):
    def on(self, brand: Brand) -> "AuthorQuerySet":
        """Return authors with a published post on a site."""
        posts: Any = self.model._meta.get_field("posts").related_model
        shown = posts.objects.on(brand).published().filter(authors=OuterRef("pk"))
        return self.filter(Exists(shown))


class Author(Versioned):
    """An author of posts, as readers see them."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The end of the URL of the author’s page."
    )
    role = models.CharField(
        max_length=120, blank=True, help_text="Such as “Works with dealership teams”."
    )
    bio = models.TextField(
        "about",
        blank=True,
        max_length=4000,
        help_text="Markdown; two or three sentences under each post.",
    )
    bio_html = models.TextField(editable=False)
    portrait = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="portraits"
    )
    email = EmailField(
        "e-mail address",
        blank=True,
        help_text="Never shown. It finds what we hold about the author when they ask.",
    )
    email_key = EmailKeyField(db_index=True)
    is_demonstration = models.BooleanField(
        "invented",
        default=False,
        help_text="Readers are told that this author is made up, to show how the blog looks.",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AuthorQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"Author {self.pk}"

    @property
    def label(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.bio_html = markup.render(self.bio)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        names = self.name.split()
        return "".join(name[0] for name in dict.fromkeys(names[:1] + names[-1:]) if name).upper()
