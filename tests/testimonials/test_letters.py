"""Letters about testimonials: every one has the link that withdraws (P28)."""

import html
import re
from datetime import timedelta

import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from moderation.models import Verdict
from moderation.services import judge
from privacy.models import Suppression
from privacy.outreach import opt_outs
from testimonials import mailing
from testimonials.links import guest_path, guest_url, listing_url
from testimonials.models import Edition, Event, Testimonial
from testimonials.services import clock, directory, editing, giving
from tests.base import run_jobs

from .factories import (
    answer,
    create_approved,
    create_given,
    create_invited,
    create_listing,
    create_published,
)
from .guests import GuestTestCase


def opt_out(email: str) -> None:
    opt_outs.suppress(address=email, scope="all", reason=Suppression.Reason.STAFF)


class LettersTestCase(GuestTestCase):
    def sent(self) -> list:
        mail.outbox.clear()
        run_jobs()
        return mail.outbox

    def assert_letter(self, subject: str, *texts: str) -> str:
        """Run the jobs; check the one letter, in both its parts, and return its text."""
        [letter] = self.sent()
        [(rendered, _)] = letter.alternatives
        assert letter.subject == subject
        for text in texts:
            assert text in " ".join(letter.body.split())
            assert text in " ".join(html.unescape(rendered).split())
        assert "{{" not in letter.body + rendered
        assert "\n\n\n" not in letter.body.partition("-- \n")[0]
        return letter.body

    def test_invitation_and_reminder(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        links = (guest_url(invited), guest_url(invited, "withdraw"))
        self.assert_letter("Would you tell others about Contact At Once!?", "Ada Example", *links)
        clock.remind(timezone.now() + timedelta(days=15))
        ends = f"{invited.expires_at:%B} {invited.expires_at.day}"
        self.assert_letter(f"Your invitation ends on {ends}", *links)

    def test_receipt_repeats_what_was_agreed_to(self):
        given = create_given(brand=self.brand, by=self.bob)
        [receipt] = self.sent()
        body = " ".join(receipt.body.split())
        assert receipt.subject == "We have your testimonial"
        assert given.person_consent.wording in body
        assert given.company_consent.wording in body
        assert guest_url(given, "withdraw") in body

    def test_changes(self):
        given = create_given(brand=self.brand, by=self.bob)
        self.sent()
        editing.ask_for_changes(testimonial=given, note="Which <office>?\nAnd when?", by=self.bob)
        self.assert_letter("A question about your testimonial", guest_url(given, "withdraw"))
        assert "Which &lt;office&gt;?<br>And when?" in mail.outbox[0].alternatives[0][0]

    def test_approval_and_confirmation(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        testimonial = edition.testimonial
        assert guest_url(testimonial, "confirm") in self.sent()[-1].body
        editing.confirm(edition=edition)
        body = self.assert_letter(
            "You confirmed your testimonial", guest_url(testimonial, "withdraw")
        )
        assert guest_url(testimonial, "confirm") not in body

    def test_consent_changed_ending_and_withdrawn(self):
        published = create_published(brand=self.brand, by=self.bob)
        self.sent()
        giving.change_consent(testimonial=published, answer=answer(self.brand, company=False))
        published = self.stored(published)
        self.assert_letter(
            "You changed your consent",
            published.person_consent.wording,
            "Your company is not named.",
            guest_url(published, "withdraw"),
        )
        clock.announce_ends(published.person_consent.ends_at - timedelta(days=7))
        self.assert_letter("Your consent ends in 7 days", guest_url(published, "consent"))
        giving.withdraw(testimonial=published)
        links = guest_url(published, "withdraw")
        self.assert_letter("Your testimonial is withdrawn", "You withdrew", links)

    def test_ends_are_announced_for_other_uses_and_what_was_taken_down(self):
        social = answer(self.brand, channels=frozenset({"social"}))
        other = create_published(brand=self.brand, by=self.bob, email="b@example.com")
        other = giving.change_consent(testimonial=other, answer=social)
        offline = create_published(brand=self.brand, by=self.bob)
        editing.take_down(testimonial=offline, by=self.bob)
        self.sent()
        end = min(each.person_consent.ends_at for each in (other, offline))
        clock.announce_ends(end - timedelta(days=7))
        letters = self.sent()
        assert sorted(letter.to for letter in letters) == [["ada@example.com"], ["b@example.com"]]
        for letter in letters:
            assert "You agreed that we use your testimonial until" in letter.body
            assert "on our websites" not in letter.body

    def test_an_end_that_was_announced_enqueues_no_more_jobs(self):
        ends = create_published(brand=self.brand, by=self.bob).person_consent.ends_at
        self.sent()
        for days in (30, 29, 7, 6):
            clock.announce_ends(ends - timedelta(days=days))
            assert DBTaskResult.objects.ready().count() == (days in {30, 7})
            self.sent()

    def test_a_withheld_reminder_is_not_in_the_history(self):
        later = timezone.now() + timedelta(days=15)
        invited = create_invited(brand=self.brand, by=self.bob)
        other = create_invited(brand=self.brand, by=self.bob, email="b@example.com")
        self.sent()
        opt_out("b@example.com")
        assert clock.remind(later) == 1
        opt_out("ada@example.com")
        assert self.sent() == []
        assert not Event.objects.filter(step="reminded").exists()
        assert self.stored(other).reminded_at is None
        opt_outs.lift(address="ada@example.com", brand=self.brand)
        for _ in range(2):
            mailing.mail_reminder.call(invited.pk)
        assert len(mail.outbox) == invited.events.filter(step="reminded").count() == 1

    def test_a_withdrawal_by_staff_does_not_say_that_the_guest_did_it(self):
        published = create_published(brand=self.brand, by=self.bob)
        self.sent()
        giving.withdraw(testimonial=published, by=self.bob, note="By phone")
        body = self.assert_letter("Your testimonial is withdrawn", "We withdrew", "as you asked")
        assert "You withdrew" not in body

    def test_a_confirmed_one_that_is_not_online_is_not_said_to_be(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        self.sent()
        editing.confirm(edition=edition)
        editing.take_down(testimonial=self.stored(edition.testimonial), by=self.bob)
        body = self.assert_letter("You confirmed your testimonial", "not on our websites")
        assert "is published" not in body

    def test_refused(self):
        given = create_given(brand=self.brand, by=self.bob)
        self.sent()
        Testimonial.objects.filter(pk=given.pk).update(state="held")
        given = self.stored(given)
        verdict = judge(
            model=Testimonial,
            pk=given.pk,
            version=given.version,
            decision=Verdict.Decision.REFUSE,
            refusal="spam",
            by=self.charlie,
        )
        mail.outbox.clear()
        mailing.mail_refused.call(given.pk, verdict.pk)
        [letter] = mail.outbox
        assert letter.subject == "We do not publish your testimonial"
        assert guest_url(given, "withdraw") in letter.body

    def test_listing(self):
        listing = create_listing(brand=self.brand, agreed=False)
        directory.ask(listing=listing)
        link = listing_url(listing, self.brand)
        self.assert_letter("May we list Example Motors as a customer?", link)
        directory.agree(listing=listing)
        directory.remove(listing=listing)
        self.assert_letter("Example Motors is no longer in our directory", link)

    def test_a_listing_is_asked_again_in_the_same_minute(self):
        listing = create_listing(brand=self.brand, agreed=False)
        moment = timezone.now().replace(second=10)
        for second in (10, 20):
            with time_machine.travel(moment.replace(second=second), tick=False):
                directory.ask(listing=listing)
                assert len(self.sent()) == 1
                directory.remove(listing=listing)
                assert len(self.sent()) == 1

    def test_a_listing_that_was_removed_or_opted_out_is_not_asked(self):
        listing = create_listing(brand=self.brand, agreed=False)
        directory.ask(listing=listing)
        directory.remove(listing=listing)
        [letter] = self.sent()
        assert letter.subject == "Example Motors is no longer in our directory"
        directory.ask(listing=listing)
        opt_out("ada@example.com")
        assert self.sent() == []

    def test_the_links_in_letters_open_pages(self):
        published = create_published(brand=self.brand, by=self.bob)
        for letter in self.sent():
            for path in re.findall(
                rf"{re.escape(self.brand.origin)}(/testimonials/\S+)", letter.body
            ):
                assert self.client.get(path).status_code in {200, 303}, path
        assert guest_path(published) in mail.outbox[-1].body
        assert Edition.objects.published(self.brand).exists()
