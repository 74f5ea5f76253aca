"""Subscribing by e-mail, confirmed through a mailed link."""

import uuid
from datetime import timedelta

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog import links
from blog.models import Subscription
from blog.subscriptions import services
from contactatonce.brands.models import Brand
from privacy import secret_links
from privacy.erasure import erasure, retention
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from privacy.models import Consent, Suppression
from privacy.outreach import opt_outs
from privacy.outreach.opt_outs import Use, mailable
from tests.base import SiteTestCase, run_jobs
from tests.leads.base import BROWSER

from .commenting import fields_of

ADDRESS = "rita@example.com"


class SubscribeTestCase(SiteTestCase):
    host = "www.dealerchatblog.com"

    def setUp(self):
        self.client = Client(enforce_csrf_checks=True, headers=BROWSER, HTTP_HOST=self.host)

    def ask(self, email=ADDRESS, **more):
        page = self.client.get("/subscribe/")
        fields = fields_of(page, "form subscribe-form")
        return self.client.post("/subscribe/", {**fields, "email": email, **more})

    def link(self):
        """Return the path in the mail that was sent last."""
        run_jobs()
        body = mail.outbox[-1].body
        return next(part for part in body.split() if "/subscribe/" in part).split(self.host)[1]

    def confirmed(self):
        self.ask()
        path = self.link()
        assert self.client.post(path).status_code == 303
        return path

    def may_be_mailed(self):
        return mailable(ADDRESS, use=Use.NEWS, brand=self.brand)

    def test_subscription_is_confirmed_by_the_mailed_link(self):
        assert self.ask()["Location"] == "/subscribe/sent/"
        assert not Subscription.objects.active().exists()
        path = self.link()
        assert "<h1>Confirm your subscription</h1>" in self.client.get(path).content.decode()
        assert not self.may_be_mailed()
        self.client.post(path)
        assert "You are subscribed" in self.client.get(path).content.decode()
        assert self.may_be_mailed()
        consent = Consent.objects.get()
        assert (
            consent.wording
            == f"E-mail me new posts of {self.brand.name}. I can stop this at any time."
        )
        assert (consent.purpose, consent.brand, consent.email) == ("news", self.brand, ADDRESS)

    def test_opening_the_link_does_not_subscribe(self):
        self.ask()
        path = self.link()
        for url in (path, f"{path}stop/"):
            self.client.get(url)
            self.client.head(url)
        assert not Consent.objects.exists()

    def test_no_cookie_is_needed_or_set(self):
        self.confirmed()
        assert not self.client.cookies

    def test_response_does_not_reveal_subscriptions(self):
        self.confirmed()
        known, unknown = self.ask(), self.ask("unknown@example.com")
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_mail_quotes_nothing_and_is_marked_automatic(self):
        self.ask()
        run_jobs()
        letter = mail.outbox[0]
        assert letter.to == [ADDRESS]
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        assert letter.subject == f"Confirm your subscription to {self.brand.name}"

    def test_at_most_two_mails_a_day(self):
        for _ in range(4):
            assert self.ask().status_code == 303
        run_jobs()
        assert len(mail.outbox) == 2
        with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
            self.ask()
            run_jobs()
        assert len(mail.outbox) == 3

    def test_requests_at_the_same_moment_get_two_mails(self):
        """All of them are stored before the first mail leaves."""
        keys = [uuid.uuid4() for _ in range(6)]
        for key in keys:
            services.ask(brand=self.brand, email=ADDRESS, key=key)
        run_jobs()
        assert len(mail.outbox) == 2

    def test_tags_of_an_address_get_two_mails_together(self):
        for number in range(4):
            services.ask(brand=self.brand, email=f"rita+{number}@example.com", key=uuid.uuid4())
        run_jobs()
        assert len(mail.outbox) == 2

    def test_only_blogs_are_subscribed_to(self):
        answer = self.client.get("/subscribe/", headers={"host": "www.contactatonce.com"})
        assert answer.status_code == 404

    def test_link_expires_after_seven_days(self):
        self.ask()
        path = self.link()
        with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
            for answer in (self.client.get(path), self.client.post(path)):
                assert answer.status_code == 410
                assert "<h1>This link is too old</h1>" in answer.text
            retention.apply()
        assert not Subscription.objects.exists()
        assert not Consent.objects.exists()

    def test_ended_subscription_cannot_be_confirmed_again(self):
        path = self.confirmed()
        self.client.post(f"{path}stop/")
        assert not self.may_be_mailed()
        for answer in (self.client.get(path), self.client.post(path)):
            assert answer.status_code == 410
            assert "<h1>Your subscription is stopped</h1>" in answer.text
        assert not self.may_be_mailed()

    def test_an_opt_out_ends_the_subscription(self):
        self.confirmed()
        opt_outs.suppress(address=ADDRESS, scope="news", reason=Suppression.Reason.PAGE)
        assert not Subscription.objects.active().exists()
        assert not self.may_be_mailed()

    def test_page_says_that_confirming_lifts_an_opt_out(self):
        opt_outs.suppress(address=ADDRESS, scope="all", reason=Suppression.Reason.LINK)
        self.ask()
        path = self.link()
        assert "has opted out of our mail" in self.client.get(path).content.decode()
        assert not self.may_be_mailed()
        self.client.post(path)
        assert self.may_be_mailed()

    def test_confirming_keeps_the_opt_out_of_another_site(self):
        other = Brand.objects.get(slug="apartmentchatblog")
        opt_outs.suppress(address=ADDRESS, scope="all", reason=Suppression.Reason.LINK, brand=other)
        self.confirmed()
        assert self.may_be_mailed()
        assert not mailable(ADDRESS, use=Use.FOLLOW_UP, brand=other)

    def test_a_subscription_belongs_to_one_blog(self):
        self.confirmed()
        other = Brand.objects.get(slug="apartmentchatblog")
        assert not mailable(ADDRESS, use=Use.NEWS, brand=other)

    def test_second_confirmation_leaves_one_subscription(self):
        self.confirmed()
        self.confirmed()
        assert Subscription.objects.active().count() == 1

    def test_erasure_deletes_the_subscription(self):
        self.confirmed()
        subject = subject_of(ADDRESS)
        erasure.execute(subject=subject, plan_hash=plan_person(subject).digest)
        assert not Subscription.objects.exists()

    def test_forged_link_looks_like_an_expired_one(self):
        forged = self.client.get("/subscribe/forged/")
        assert forged.status_code == 410
        assert "<h1>There is no subscription here</h1>" in forged.text
        subscription = Subscription.objects.create(brand=self.brand, email=ADDRESS, wording="x")
        wrong = secret_links.token(links.COMMENT, subscription.key)
        assert (
            "<h1>There is no subscription here</h1>" in self.client.get(f"/subscribe/{wrong}/").text
        )
