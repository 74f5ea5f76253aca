"""A guest takes a testimonial back: GET asks, POST acts, without sign-in (P28, P30)."""

from django.core import mail

from testimonials.links import guest_path
from testimonials.models import Testimonial
from testimonials.states import State
from tests.base import run_jobs

from .factories import create_given, create_invited, create_published
from .guests import GuestTestCase, page_text


class WithdrawTestCase(GuestTestCase):
    def test_opening_the_link_asks_and_changes_nothing(self):
        published = create_published(brand=self.brand, by=self.bob)
        page = self.open(published, "withdraw")
        assert "Withdraw your testimonial?" in page.text
        assert Testimonial.objects.published().exists()

    def test_the_button_takes_it_offline_at_once_and_mails_a_receipt(self):
        published = create_published(brand=self.brand, by=self.bob)
        run_jobs()
        mail.outbox.clear()
        sent = self.send(published, "withdraw")
        assert sent["Location"] == guest_path(published)
        assert not Testimonial.objects.published().exists()
        assert not published.person_consent.__class__.objects.active().exists()
        run_jobs()
        assert [letter.subject for letter in mail.outbox] == ["Your testimonial is withdrawn"]
        text = page_text(self.open(published))
        assert "off all our websites" in text
        assert "They answer within a minute" not in text

    def test_twice_is_once(self):
        given = create_given(brand=self.brand, by=self.bob)
        for _ in range(2):
            assert self.send(given, "withdraw").status_code == 303
        assert given.events.filter(step="withdrawn").count() == 1
        assert self.open(given, "withdraw")["Location"] == guest_path(given)

    def test_an_invitation_can_be_declined(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        page = page_text(self.open(invited, "withdraw"))
        assert "Decline our invitation?" in page
        assert "off all our websites" not in page
        self.send(invited, "withdraw")
        assert "testimonial is withdrawn" not in page_text(self.open(invited))
        assert self.stored(invited).state == State.WITHDRAWN
        run_jobs()
        assert mail.outbox[-1].subject == "You declined our invitation"
