"""Anyone with a site's open link may give a testimonial, for the moderators first."""

import time_machine
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from moderation import rules
from privacy import secret_links
from privacy.models import Consent
from testimonials import links
from testimonials.links import guest_path
from testimonials.models import OpenLink, Testimonial
from testimonials.services import editing
from testimonials.states import State
from testimonials.views import confirming
from tests.base import run_jobs
from tests.test_public_forms import values_of

from .guests import WORDS, GuestTestCase, page_text, ticks


class OpenLinkTestCase(GuestTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.link = OpenLink.objects.create(brand=self.brand)
        self.path = f"/testimonials/share/{secret_links.token(links.OPEN, self.link.key)}/"

    def fields(self, **given: str) -> dict[str, str]:
        token = values_of(self.client.get(self.path))["form_token"]
        filled = {**WORDS, **ticks(), "email": "Ada@example.com", "form_token": token}
        return {**filled, **given}

    def test_what_is_sent_waits_for_a_moderator(self):
        sent = self.client.post(self.path, self.fields())
        testimonial = Testimonial.objects.get()
        assert sent["Location"] == guest_path(testimonial)
        assert testimonial.state == State.SUBMITTED
        assert testimonial.confirmed_at is None
        assert "Thank you, we have your testimonial" in page_text(self.client.get(sent["Location"]))

    def test_only_a_mailed_link_opens_the_edited_version(self):
        sent = self.client.post(self.path, self.fields())
        testimonial = Testimonial.objects.get()
        Testimonial.objects.filter(pk=testimonial.pk).update(state=State.IN_REVIEW)
        edition = editing.draft(testimonial=testimonial, by=self.bob)
        editing.approve(edition=edition, by=self.bob)
        edition.refresh_from_db()
        page = self.client.get(sent["Location"])
        assert "We mailed you the link" in page.text
        mailed = guest_path(testimonial, "confirm")
        assert mailed not in page.text
        fields = {"answer": "confirm", "seen": confirming.stamp(edition)}
        typed = f"{sent['Location']}confirm/"
        assert self.client.get(typed).status_code == 404
        assert self.client.post(typed, fields).status_code == 404
        assert self.stored(testimonial).confirmed_at is None
        assert self.client.post(mailed, fields).status_code == 303
        assert self.stored(testimonial).confirmed_at is not None
        assert self.stored(testimonial).state == State.PUBLISHED

    def test_the_same_form_again_is_one_testimonial_with_its_new_words_and_ticks(self):
        fields = self.fields()
        self.client.post(self.path, fields)
        self.client.post(self.path, {**fields, "text": "Better.", "channels": ["site", "social"]})
        testimonial = Testimonial.objects.get()
        assert testimonial.text == "Better."
        assert testimonial.person_consent.channels.split() == ["site", "social"]
        assert Consent.objects.active().count() == 1

    def test_a_filled_in_trap_asks_whether_a_person_wrote_it(self):
        trap = rules.trap_name(f"testimonial:{self.link.pk}")
        assert trap in values_of(self.client.get(self.path))
        fields = self.fields(**{trap: "https://spam.example.com"})
        sent = self.client.post(self.path, fields)
        assert sent.status_code == 422
        assert "A person wrote this" in sent.text
        sent = self.client.post(self.path, {**fields, "person": "on"})
        assert sent.status_code == 303
        assert "trap" in repr(Testimonial.objects.get().reasons)

    @time_machine.travel("2026-05-04T12:00Z", tick=False)
    def test_a_form_sent_again_keeps_the_reasons_of_how_it_was_sent(self):
        trap = rules.trap_name(f"testimonial:{self.link.pk}")
        fields = self.fields(person="on")
        self.client.post(self.path, {**fields, trap: "https://spam.example.com"})
        self.client.post(self.path, {**fields, "text": "Better."})
        stored = Testimonial.objects.get()
        codes = [reason["code"] for reason in stored.reasons]
        assert {"trap", "too_fast"} <= set(codes)
        assert len(codes) == len(set(codes))
        assert stored.score == sum(reason["points"] for reason in stored.reasons)
        self.send(stored, "words", **{**WORDS, "text": "Better still."})
        assert "trap" in repr(Testimonial.objects.get().reasons)

    def test_a_corrected_email_gets_the_receipt_and_the_consent(self):
        fields = self.fields(email="dda@example.com")
        self.client.post(self.path, fields)
        run_jobs()
        for _ in range(2):
            sent = self.client.post(self.path, {**fields, "email": "Ada@example.com"})
            assert sent.status_code == 303
            run_jobs()
        stored = Testimonial.objects.get()
        assert (stored.email, stored.email_key) == ("Ada@example.com", "ada@example.com")
        assert Consent.objects.active().get().email_key == "ada@example.com"
        assert [letter.to for letter in mail.outbox] == [["dda@example.com"], ["Ada@example.com"]]

    def test_an_email_that_was_read_or_confirmed_is_not_changed(self):
        fields = self.fields()
        self.client.post(self.path, fields)
        stored = Testimonial.objects.get()
        for columns in ({"state": State.IN_REVIEW}, {"confirmed_at": timezone.now()}):
            Testimonial.objects.filter(pk=stored.pk).update(
                **{"state": State.SUBMITTED, "confirmed_at": None, **columns}
            )
            sent = self.client.post(self.path, {**fields, "email": "b@example.com", "text": "New."})
            assert sent.status_code == 409
            assert "sent with another e-mail address" in sent.text
            assert values_of(sent)["text"] == "New."
            assert self.stored(stored).email_key == "ada@example.com"
            assert self.stored(stored).text == WORDS["text"]

    def test_an_unconfirmed_mailbox_gets_three_letters_a_day(self):
        self.client.post(self.path, self.fields())
        given = Testimonial.objects.get()
        for channels in ("social", "sales", "site", "advertising", "social"):
            assert self.send(given, "consent", **ticks(channels=channels)).status_code == 303
            run_jobs()
        self.send(given, "withdraw")
        run_jobs()
        assert len(mail.outbox) == 3

    @override_settings(TESTIMONIAL_RATE="3/10m")
    def test_changed_consents_are_limited_per_network(self):
        self.client.post(self.path, self.fields())
        given = Testimonial.objects.get()
        channels = ("social", "sales", "advertising")
        statuses = [
            self.send(given, "consent", **ticks(channels=channel)).status_code
            for channel in channels
        ]
        assert statuses == [303, 303, 429]
        assert Consent.objects.filter(purpose="testimonial").count() == 3

    def test_a_closed_link_says_so_and_gives_the_words_back(self):
        fields = self.fields()
        self.link.closed_at = timezone.now()
        self.link.save()
        page = self.client.get(self.path)
        assert page.status_code == 410
        assert "This link is closed" in page.text
        sent = self.client.post(self.path, fields)
        assert sent.status_code == 410
        assert values_of(sent)["text"] == WORDS["text"]
        assert not Testimonial.objects.exists()

    def test_a_forged_link_opens_nothing(self):
        for token in ("forged", "B1a", secret_links.token(links.GUEST, self.link.key)):
            assert self.client.get(f"/testimonials/share/{token}/").status_code == 404
            assert self.client.post(f"/testimonials/share/{token}/").status_code == 404

    def test_the_page_stays_out_of_search_engines(self):
        assert self.client.get(self.path)["X-Robots-Tag"] == "noindex"
