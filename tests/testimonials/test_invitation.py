"""A guest uses an invitation: once, until it ends, without account, cookie or script."""

from datetime import timedelta

from django.utils import timezone

from testimonials.links import guest_path
from testimonials.models import Event, Testimonial
from testimonials.services import clock, giving
from testimonials.states import State
from tests.test_public_forms import values_of

from .factories import create_given, create_invited
from .guests import WORDS, GuestTestCase, page_text, ticks


class InvitationTestCase(GuestTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.invited = create_invited(brand=self.brand, by=self.bob)

    def test_the_form_is_filled_in_and_leads_to_the_page_of_the_testimonial(self):
        form = self.open(self.invited)
        assert values_of(form)["name"] == "Ada Example"
        sent = self.give(self.invited)
        assert (sent.status_code, sent["Location"]) == (303, guest_path(self.invited))
        stored = self.stored(self.invited)
        assert stored.state == State.IN_REVIEW
        assert {name: getattr(stored, name) for name in WORDS} == WORDS
        page = self.client.get(sent["Location"])
        assert "We are preparing your testimonial" in page.text
        assert stored.person_consent.wording in page_text(page)

    def test_someone_who_sends_a_photo_or_video_goes_on_to_the_files(self):
        for kind in ("photo", "video"):
            invited = create_invited(brand=self.brand, by=self.bob, email=f"{kind}@example.com")
            assert self.give(invited, kind=kind)["Location"] == guest_path(invited, "files")

    def test_only_a_video_needs_no_words(self):
        assert self.give(self.invited, text="", kind="photo").status_code == 422
        assert self.give(self.invited, text="", kind="video").status_code == 303

    def test_a_page_with_a_secret_stays_out_of_caches_referrers_and_search_engines(self):
        page = self.open(self.invited)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["X-Robots-Tag"] == "noindex"
        assert guest_path(self.invited) not in page.text.partition("</head>")[0]

    def test_the_same_form_again_changes_nothing(self):
        self.give(self.invited)
        assert self.give(self.invited).status_code == 303
        steps = Event.objects.filter(testimonial=self.invited).values_list("step", flat=True)
        assert list(steps) == ["invited", "submitted", "consented"]

    def test_a_form_that_is_sent_again_brings_its_new_words_and_ticks(self):
        self.give(self.invited, company_agrees="on")
        assert self.give(self.invited, text="Even better words.").status_code == 303
        stored = self.stored(self.invited)
        assert stored.text == "Even better words."
        assert stored.company_consent is None

    def test_an_invitation_that_ended_says_so(self):
        form = {**WORDS, **ticks(), "text": "Too late?"}
        past = timezone.now() - timedelta(minutes=1)
        Testimonial.objects.filter(pk=self.invited.pk).update(expires_at=past)
        for _ in range(2):
            page = self.open(self.invited)
            assert page.status_code == 410
            assert "This invitation has ended" in page.text
            sent = self.send(self.invited, **form)
            assert sent.status_code in {409, 410}
            assert values_of(sent)["text"] == "Too late?"
            clock.expire()
        assert not self.stored(self.invited).text

    def test_a_declined_invitation_takes_no_words(self):
        self.send(self.invited, "withdraw")
        sent = self.give(self.invited)
        assert sent.status_code == 409
        assert values_of(sent)["text"] == WORDS["text"]
        assert "The invitation is closed" in self.open(self.invited).text

    def test_forged_and_foreign_links_open_nothing(self):
        path = guest_path(self.invited)
        for wrong in ("/testimonials/yours/B1aforged/", path[:-2] + "A/", path[:-1] + "é/"):
            assert self.client.get(wrong).status_code == 404
            assert self.client.post(wrong, {**WORDS, **ticks()}).status_code == 404
        assert self.stored(self.invited).state == State.INVITED

    def test_hostile_text_is_shown_as_text(self):
        hostile = {
            "text": "<script>alert(1)</script> [x](javascript:alert(1)) \u202egnp\x00",
            "name": '"><img src=x onerror=alert(1)>',
            "company": "</textarea><script>x",
            "relation": "{{ settings.SECRET_KEY }}{% debug %}",
            "title": "é" * 5 + "\u0301" * 200,
        }
        assert self.give(self.invited, **hostile).status_code == 303
        page = self.open(self.invited)
        assert "<script>" not in page.text
        assert "<img src=x" not in page.text
        assert "SECRET_KEY }}" in page.text
        stored = self.stored(self.invited)
        assert "\u202e" not in stored.text
        assert "\x00" not in stored.text

    def test_values_that_no_form_has_are_refused(self):
        for name, value in {
            "kind": "audio",
            "trade": "banks",
            "sites": "another-site",
            "channels": "television",
            "name": "",
            "text": "x" * 1201,
        }.items():
            sent = self.give(self.invited, **{name: value})
            assert sent.status_code == 422, name
        assert self.stored(self.invited).state == State.INVITED

    def test_no_ip_address_is_stored(self):
        self.client.post(
            guest_path(self.invited),
            {**WORDS, **ticks()},
            headers={"x-forwarded-for": "203.0.113.77"},
            REMOTE_ADDR="203.0.113.77",
        )
        stored = self.stored(self.invited)
        rows = [stored, stored.person_consent, *stored.events.all()]
        for row in rows:
            columns = {field.name: getattr(row, field.attname) for field in row._meta.fields}
            assert "203.0.113" not in repr(columns)

    def test_a_testimonial_that_was_given_opens_no_form_for_an_invitation(self):
        given = create_given(brand=self.brand, by=self.bob, email="other@example.com")
        giving.withdraw(testimonial=given)
        page = self.open(given)
        assert page.status_code == 200
        assert "Your testimonial is withdrawn" in page.text
        assert "They answer within a minute" not in page.text
