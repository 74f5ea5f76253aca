"""The change page of a post as a browser sends it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from publishing import scheduling
from tests.blog.base import BlogTestCase, create_post

MAY = datetime(2026, 5, 2, 12, tzinfo=UTC)


def fields_of(post: Post, **changes: Any) -> dict[str, Any]:
    """Return what the change page of `post` would send, with `changes`."""
    zone = post.brand.calendar.zone

    def local(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment else ""

    fields = {
        "title": post.title,
        "slug": post.slug,
        "summary": post.summary,
        "body": post.body,
        "cover": post.cover_id or "",
        "authors": [author.pk for author in post.authors.all()],
        "tags": [tag.pk for tag in post.tags.all()],
        "also_on": [brand.pk for brand in post.also_on.all()],
        "series": post.series_id or "",
        "takes_comments": "on",
        "publish_at": local(post.publish_at),
        "unpublish_at": local(post.unpublish_at),
        "opened_version": post.version,
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


class EditingTestCase(BlogTestCase):
    """Bob edits a post in the admin, on the corporate host."""

    def setUp(self):
        super().setUp()
        self.post = create_post(publish_at=None)
        self.admin = self.client_class(HTTP_HOST="www.contactatonce.com")
        self.admin.force_login(self.bob)
        self.url = reverse("admin:blog_post_change", args=[self.post.pk])

    def save(self, post: Post | None = None, *, client: Any = None, **changes: Any) -> Any:
        """Send the change page of `post` as it is stored, with `changes`."""
        post = Post.objects.get(pk=(post or self.post).pk) if post is None else post
        url = reverse("admin:blog_post_change", args=[post.pk])
        return (client or self.admin).post(url, fields_of(post, **changes))

    def action(self, name: str) -> Any:
        return self.admin.post(f"/admin/blog/post/{self.post.pk}/{name}/")

    def publish(self, **changes: Any) -> Any:
        """Press “Publish now” on the change page, with `changes` typed into it."""
        return self.save(_publish="", **changes)

    def refreshed(self) -> Post:
        return Post.objects.get(pk=self.post.pk)


class ScheduleTestCase(EditingTestCase):
    """The post is live; `schedule` sends a revision for three days later."""

    def setUp(self):
        super().setUp()
        Post.objects.filter(pk=self.post.pk).update(publish_at=MAY)
        self.later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
        zone = self.brand.calendar.zone
        self.typed = f"{self.later.astimezone(zone):%Y-%m-%dT%H:%M}"

    def schedule(self, **fields: Any) -> Any:
        return self.save(takes_effect_at=self.typed, **fields)

    def pending(self) -> Any:
        return scheduling.pending(self.post)

    def page(self, path: str = "") -> str:
        text: str = self.admin.get(f"/admin/blog/post/{self.post.pk}/{path}").text
        return text

    def then(self, **after: int) -> Any:
        """Travel to the time of the revision, or some time after it."""
        return time_machine.travel(self.later + timedelta(**after or {"seconds": 1}), tick=False)
