"""Forms on pages with a secret URL: the same answers to failures, without token or rate limit."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from blog import links
from blog.models import Comment, Subscription
from blog.subscriptions import services as subscriptions
from contactatonce.brands.models import Brand
from privacy import secret_links
from privacy.models import AccessExport, Consent, PrivacyRequest, Suppression
from privacy.outreach import opt_outs
from privacy.rights import fulfillment, requests
from testimonials.forms.listing import digest
from testimonials.links import guest_path
from testimonials.models import Event, Listing, Testimonial
from testimonials.services import consents, directory
from testimonials.views import confirming
from tests.blog.commenting import create_comment, create_post
from tests.form_table import BLOG, CHOSEN, CORPORATE, LONG_MESSAGE, NORA
from tests.leads.base import BROWSER
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase
from tests.test_public_forms import failing, values_of
from tests.testimonials.factories import (
    create_approved,
    create_given,
    create_invited,
    create_listing,
)
from tests.testimonials.guests import listing_path

TICKS = {*CHOSEN, "read"}
TICKED = {**CHOSEN, "read": consents.edition()}
FORM, SOCIAL = (
    {"name": "Ada <Example>", "text": LONG_MESSAGE, **TICKED},
    {**TICKED, "channels": "social"},
)
CONFIRM = {"answer": "confirm"}


@dataclass(frozen=True)
class Button:
    """A form on a secret page, what is typed into it, and the answers to sending it twice."""

    name: str
    host: str
    action: str
    typed: dict[str, str]
    answers: tuple[int, int] = (303, 303)


def on_every_button(test: Callable[..., None]) -> Callable[..., None]:
    """Run `test` with each button; nothing that it stores is kept."""

    @wraps(test)
    def tested(self: Any) -> None:
        for button in self.buttons:
            cache.clear()
            with self.subTest(button=button.name), transaction.atomic():
                test(self, button)
                transaction.set_rollback(True)

    return tested


class SecretPagesTestCase(RequestTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        post = create_post()
        comment = create_comment(post, state="held")
        asked = Subscription.objects.create(brand=post.brand, email=NORA, wording="Write.")
        active = Subscription.objects.create(brand=post.brand, email=ADA, wording="Write.")
        subscriptions.confirm(subscription=active)
        cls.comment_path = f"/comments/{secret_links.token(links.COMMENT, comment.key)}/"
        cls.address_path = (
            f"/comments/{secret_links.token(links.COMMENT_ADDRESS, comment.key)}/address/"
        )
        cls.confirm_path, cls.stop_path = (
            f"/subscribe/{secret_links.token(links.SUBSCRIPTION, each.key)}/"
            for each in (asked, active)
        )

    def setUp(self) -> None:
        super().setUp()
        self.buttons = [
            *self.blog_buttons(),
            *self.request_buttons(),
            *self.guest_buttons(),
        ]
        self.client = Client(enforce_csrf_checks=True, headers=BROWSER)
        for host in (BLOG, CORPORATE):
            self.client.get("/", headers={"host": host})  # the process knows both sites

    def blog_buttons(self) -> list[Button]:
        words = {"name": "Nora", "text": LONG_MESSAGE}
        brand = Brand.objects.get(host=BLOG)
        opt_out = opt_outs.link(NORA, brand=brand).removeprefix(brand.origin)
        return [
            Button("comment change", BLOG, self.comment_path, words),
            Button("comment address", BLOG, self.address_path, {}),
            Button("comment withdraw", BLOG, f"{self.comment_path}withdraw/", {}),
            Button("subscription confirm", BLOG, self.confirm_path, {}),
            Button("subscription stop", BLOG, f"{self.stop_path}stop/", {}),
            Button("opt-out link", BLOG, opt_out, {"scope": "news"}),
        ]

    def request_buttons(self) -> list[Button]:
        correction = self.confirmed(kind="correction")
        wrong = {"what": "Name", "before": "Ada Bryon", "after": "Ada Byron"}
        complaint = self.confirmed(kind="complaint", text="Too much mail.")
        requests.begin(complaint, by=self.dora)
        requests.ask(complaint, question="Which letter was it?", by=self.dora)
        path, asked = self.status_path(correction), self.status_path(complaint)
        self.send(email=NORA)
        self.work()
        confirm = self.confirm_link()
        reference = PrivacyRequest.objects.latest("pk").reference
        return [
            Button("request confirm", CORPORATE, confirm, {"reference": reference}, (303, 410)),
            Button("request withdraw", CORPORATE, f"{path}withdraw/", {}, (303, 409)),
            Button("request propose", CORPORATE, f"{path}propose/", wrong),
            Button(
                "request answer", CORPORATE, f"{asked}answer/", {"text": LONG_MESSAGE}, (303, 409)
            ),
            self.export_button(),
        ]

    def export_button(self) -> Button:
        create_history()
        access = self.confirmed()
        fulfillment.prepare_export(access, by=self.dora)
        fulfillment.release_export(access, by=self.dora)
        self.work()
        letter = next(sent.body for sent in mail.outbox if sent.subject == "Your code")
        code = re.search(r"\d{4} \d{4}", letter)[0]
        action = f"{self.status_path(access)}export/"
        return Button("request export", CORPORATE, action, {"code": code}, (200, 200))

    def guest_buttons(self) -> list[Button]:
        brand = Brand.objects.get(host=CORPORATE)
        invited = create_invited(brand=brand, by=self.dora, email="x@example.com")
        given = create_given(brand=brand, by=self.dora, email="y@example.com")
        edition = create_approved(brand=brand, by=self.dora, email="z@example.com")
        asked = create_listing(brand=brand, agreed=False)
        listed = create_listing(brand=brand, email="l@example.com")
        seen = {"seen": confirming.stamp(edition)}
        edited, entry = edition.testimonial, {"read": digest(directory.wording(asked))}
        decline = {**seen, "answer": "decline", "note": "My name is Ada Byron."}
        return [
            Button("testimonial give", CORPORATE, guest_path(invited), FORM),
            Button("testimonial words", CORPORATE, guest_path(given, "words"), FORM),
            Button("consent", CORPORATE, guest_path(given, "consent"), SOCIAL),
            Button("confirm", CORPORATE, guest_path(edited, "confirm"), {**seen, **CONFIRM}),
            Button("decline", CORPORATE, guest_path(edited, "confirm"), decline, (303, 409)),
            Button("testimonial withdraw", CORPORATE, guest_path(given, "withdraw"), {}),
            Button("agree", CORPORATE, listing_path(asked), {**entry, "answer": "agree"}),
            Button("remove", CORPORATE, listing_path(listed), {"answer": "remove"}),
        ]

    def press(self, button: Button, headers: dict[str, str] | None = None) -> Any:
        return self.client.post(
            button.action, button.typed, headers={"host": button.host, **(headers or {})}
        )

    def assert_every_word_is_kept(self, response: Any, button: Button) -> None:
        kept = values_of(response).values()
        chosen = {"scope", "what", "reference", "answer", "seen", *TICKS}  # not typed
        typed = [text for name, text in button.typed.items() if name not in chosen]
        assert [text for text in typed if text not in kept] == []

    def state(self) -> list[Any]:
        """Return what the buttons change."""
        return [
            list(Comment.objects.values_list("text", "state")),
            list(Consent.objects.values_list("email", "withdrawn_at")),
            list(PrivacyRequest.objects.order_by("pk").values_list("state", "proposals", "answer")),
            list(AccessExport.objects.values_list("downloads", "wrong_tries")),
            Suppression.objects.count(),
            list(Testimonial.objects.order_by("pk").values_list("state", "text", "version")),
            list(Event.objects.values_list("step")),
            list(Listing.objects.values_list("consent", "removed_at")),
        ]

    @on_every_button
    def test_the_origin_that_browsers_hide_is_accepted(self, button):
        hidden = {"sec-fetch-site": "", "origin": "null"}
        assert self.press(button, hidden).status_code == button.answers[0]

    @on_every_button
    def test_our_own_page_is_accepted_with_a_hidden_origin(self, button):
        hidden = {"sec-fetch-site": "same-origin", "origin": "null"}
        assert self.press(button, hidden).status_code == button.answers[0]

    @on_every_button
    def test_a_form_from_another_website_changes_nothing(self, button):
        before = self.state()
        for headers in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "cross-site", "origin": "null"},
            {"sec-fetch-site": "", "origin": "https://evil.example.net"},
        ):
            response = self.press(button, headers)
            assert response.status_code == 403, headers
            assert "sent from another website" in response.text
            assert "no-store" in response["Cache-Control"]
            self.assert_every_word_is_kept(response, button)
        assert self.state() == before

    @on_every_button
    def test_a_database_that_stores_nothing_gives_every_word_back(self, button):
        writes = ("INSERT", "UPDATE", "DELETE")
        no_writes = connection.execute_wrapper(failing(lambda sql: sql.startswith(writes)))
        with transaction.atomic(), no_writes:
            response = self.press(button)
        self.assert_out_of_order(response, button)

    @on_every_button
    def test_a_database_that_answers_nothing_gives_every_word_back(self, button):
        with connection.execute_wrapper(failing(lambda sql: True)):
            response = self.press(button)
        self.assert_out_of_order(response, button)

    def assert_out_of_order(self, response: Any, button: Button) -> None:
        assert response.status_code == 503
        assert "out of order on our side" in response.text
        assert "disk full" not in response.text
        assert int(response["Retry-After"]) > 0
        assert "no-store" in response["Cache-Control"]
        self.assert_every_word_is_kept(response, button)
        assert self.press(button).status_code == button.answers[0]

    @on_every_button
    def test_an_oversized_body_is_refused_and_not_repeated(self, button):
        before = self.state()
        fields = dict.fromkeys([*button.typed, "text", "name"], "x" * 90_000)
        response = self.client.post(button.action, fields, headers={"host": button.host})
        assert response.status_code == 413
        assert "x" * 5000 not in response.text
        assert self.state() == before

    @on_every_button
    def test_a_double_click_acts_once(self, button):
        first, once = self.press(button), self.state()
        second, twice = self.press(button), self.state()
        assert (first.status_code, second.status_code) == button.answers
        if button.name != "request export":  # which counts its downloads
            assert twice == once
        assert not self.client.cookies
