"""A reader without cookies under a post of the Dealer Chat Blog, and comments that are there."""

from datetime import timedelta
from typing import Any

import html5lib
import time_machine
from django.test import Client
from django.utils import timezone

from blog.models import Comment, CommentAddress, Post
from contactatonce.lib import markup
from moderation import words
from moderation.states import State
from privacy import fingerprints
from tests.base import StaffTestCase
from tests.blog import base
from tests.leads.base import BROWSER, XHTML

WRITTEN = {
    "name": "Rita Reader",
    "email": "rita@example.com",
    "text": "We answer on Saturdays, and half of our questions come in then.",
}


def create_post(**fields: Any) -> Post:
    """Store a post that has been published for a day."""
    slug = f"saturdays-{Post.objects.count()}"
    return base.create_post(slug, **{"publish_at": timezone.now() - timedelta(days=1), **fields})


def create_comment(post: Post, *, email: str = "rita@example.com", **fields: Any) -> Comment:
    """Store a comment, published unless `fields` say otherwise."""
    text = fields.pop("text", WRITTEN["text"])
    html = markup.render_limited(text)
    comment = Comment.objects.create(
        **{
            "post": post,
            "brand": post.brand,
            "name": f"{email.partition('@')[0].title()} Reader",
            "text": text,
            "html": html,
            "digest": words.digest(text),
            "link_hosts": words.as_column(words.hosts(html)),
            "state": State.PUBLISHED,
            "moved_at": fields.get("submitted_at") or timezone.now(),
            **fingerprints.columns_about(email),
            **fields,
        }
    )
    CommentAddress.objects.create(comment=comment, email=email)
    return comment


def fields_of(response: Any, css_class: str = "form comment-form") -> dict[str, str]:
    """Return what a browser would send if the page's comment form was sent untouched."""
    page = html5lib.parse(response.content.decode())
    form = next(each for each in page.iter(f"{XHTML}form") if each.get("class") == css_class)
    fields = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(XHTML)
        is_off = element.get("type") == "checkbox" and "checked" not in element.attrib
        if tag == "input" and name and not is_off:
            fields[name] = element.get("value", "")
        elif tag == "textarea":
            fields[name] = (element.text or "").removeprefix("\n")
    return fields


class CommentTestCase(StaffTestCase):
    """A post with comments open; the reader's browser refuses cookies and has CSRF checked."""

    host = "www.dealerchatblog.com"

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.post = create_post()

    def setUp(self) -> None:
        super().setUp()
        self.client = Client(enforce_csrf_checks=True, headers=BROWSER, HTTP_HOST=self.host)

    @property
    def action(self) -> str:
        return f"/posts/{self.post.slug}/comments/"

    def open_form(self, query: str = "") -> dict[str, str]:
        response = self.client.get(f"{self.action}{query}")
        assert response.status_code == 200, response.status_code
        return fields_of(response)

    def trap(self, fields: dict[str, str]) -> str:
        """Return the name of the field that people do not see."""
        known = {"form_token", "name", "email", "text", "person", "parent"}
        return next(iter(set(fields) - known))

    def send(self, fields: dict[str, str] | None = None, /, **more: Any) -> Any:
        """Open the form unless `fields` are given, write for a minute and send it."""
        headers = more.pop("headers", None)
        seconds = more.pop("seconds", 60)
        fields = fields or {**self.open_form(), **WRITTEN}
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False):
            return self.client.post(self.action, {**fields, **more}, headers=headers)

    def trust(self, email: str = "rita@example.com") -> None:
        """Give an author two approved comments and a confirmed e-mail address."""
        for number in range(2):
            text = f"Approved before, number {number}."
            create_comment(self.post, email=email, text=text, confirmed_at=timezone.now())

    def page(self) -> str:
        """Return the post's page as text."""
        response = self.client.get(self.post.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()
