"""A flood of requests for an address sends two mails an hour at most.

The owner can still confirm their own request, at once and by any of these mails (P30).
"""

from datetime import timedelta
from itertools import pairwise

import time_machine
from django.core import mail
from django.utils import timezone

from privacy.models import ConfirmationLink, PrivacyRequest, RequestEvent
from privacy.rights import intake
from privacy.rights.transitions import State
from tests.privacy.people import ADA
from tests.privacy.requests import RequestTestCase

STRANGER = "nobody.we.know@example.org"


class FloodTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.start = timezone.now()

    def at(self, **later):
        return time_machine.travel(self.start + timedelta(**later), tick=False)

    def flood(self, many: int = 5):
        for _ in range(many):
            self.send(kind="complaint", text="Rubbish.")
        self.work()

    def mine(self) -> PrivacyRequest:
        """Return the owner's request: the only deletion among what was sent."""
        return PrivacyRequest.objects.get(kind="deletion")

    def test_waiting_requests_of_an_address_share_one_mail(self):
        assert {self.send().status_code for _ in range(5)} == {303}
        self.work()
        assert len(mail.outbox) == 1
        assert len(self.waiting(self.confirm_link())) == 5
        asked = RequestEvent.objects.filter(step=RequestEvent.Step.ASKED)
        assert asked.values("request").distinct().count() == asked.count() == 5

    def test_address_gets_two_confirmation_mails_an_hour(self):
        answers = set()
        for minute in range(6):
            with self.at(minutes=minute):
                response = self.send()
                shown = self.visitor.get(response["Location"]).content
                answers.add((response.status_code, response.content, shown))
                self.work()
        assert len(answers) == 1
        assert len(mail.outbox) == 2
        with self.at(minutes=7):
            self.send(email=STRANGER)
            self.work()
        assert len(mail.outbox) == 3
        with self.at(minutes=59):
            self.work()
        assert len(mail.outbox) == 3
        with self.at(minutes=90):
            self.work()
        assert len(mail.outbox) == 4, "one mail for the four that waited"
        assert not PrivacyRequest.objects.filter(asked_at=None).exists()

    def test_owner_can_confirm_with_the_mail_of_a_flood(self):
        for minute in (0, 1):
            with self.at(minutes=minute):
                self.flood()
        with self.at(minutes=5):
            self.send(kind="deletion")
            self.work()
            assert len(mail.outbox) == 2
            for link in (self.confirm_link(0), self.confirm_link(1)):
                assert self.mine().reference in self.waiting(link)
            link = self.confirm_link(0)
            response = self.visitor.post(link, {"reference": [self.mine().reference]})
            assert response.status_code == 303
        assert self.mine().state == State.CONFIRMED
        others = PrivacyRequest.objects.exclude(kind="deletion")
        assert set(others.values_list("state", flat=True)) == {State.RECEIVED}

    def test_owners_mail_leaves_within_75_minutes_of_a_flood(self):
        sent: list[int] = []
        for minute in range(0, 180, 5):
            with self.at(minutes=minute):
                self.flood(3)
                if minute == 60:
                    self.send(kind="deletion")
                    self.work()
                sent += [minute] * (len(mail.outbox) - len(sent))
        assert all(third - first >= 60 for first, third in zip(sent, sent[2:], strict=False)), sent
        waited = self.mine().asked_at - self.mine().created_at
        assert waited <= timedelta(minutes=75)
        with self.at(minutes=181):
            assert self.mine().reference in self.pages(self.confirm_link())

    def test_recent_mail_always_shows_new_requests(self):
        for minute in range(0, 150, 5):
            with self.at(minutes=minute):
                self.send()
                self.work()
                newest = PrivacyRequest.objects.latest("pk")
                now = timezone.now()
                links = ConfirmationLink.objects.order_by("-pk")[:2]
                assert any(link.covered(now).filter(pk=newest.pk).exists() for link in links)

    def test_flood_of_a_day_gets_twelve_mails(self):
        for hour in range(24):
            with self.at(hours=hour):
                self.send()
                self.work()
        assert len(mail.outbox) == 12

    def test_tags_do_not_keep_the_mail_from_the_owner(self):
        for number in range(5):
            self.send(kind="complaint", text="Rubbish.", email=f"ada+{number}@example.com")
        self.work()
        assert len(mail.outbox) == 2
        self.send(kind="deletion", email="ada@example.com")
        self.work()
        assert mail.outbox[-1].to == ["ada@example.com"]

    def test_many_requests_are_paginated(self):
        self.send(kind="deletion")
        for _ in range(25):
            self.send(kind="complaint", text="Rubbish.")
        self.work()
        link = self.confirm_link()
        assert self.mine().reference not in self.waiting(link)
        assert self.mine().reference in self.pages(link)
        self.visitor.post(f"{link}?page=2", {"reference": [self.mine().reference]})
        assert self.mine().state == State.CONFIRMED

    def pages(self, link: str) -> list[str]:
        found, number = [], 1
        while (shown := self.waiting(f"{link}?page={number}")) and shown[0] not in found:
            found, number = [*found, *shown], number + 1
        return found


class LinkTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.send(kind="access")
        self.send(kind="deletion", text="All of it, <b>please</b>.")
        self.work()
        self.link = self.confirm_link()

    def states(self) -> dict[str, str]:
        return dict(PrivacyRequest.objects.values_list("kind", "state"))

    def test_confirmation_page_shows_the_text_of_the_request(self):
        page = self.visitor.get(self.link).content.decode()
        assert "All of it, &lt;b&gt;please&lt;/b&gt;." in page
        assert "See what you hold about me" in page

    def test_only_ticked_requests_are_confirmed(self):
        deletion = PrivacyRequest.objects.get(kind="deletion")
        self.visitor.post(self.link, {"reference": [deletion.reference]})
        assert self.states() == {"access": State.RECEIVED, "deletion": State.CONFIRMED}
        for answer in (self.visitor.get(self.link), self.confirm_all()):
            assert answer.status_code == 410
        assert self.states()["access"] == State.RECEIVED

    def test_several_requests_can_be_confirmed_at_once(self):
        mail.outbox.clear()
        self.confirm(self.link, most=2)
        self.work()
        assert set(self.states().values()) == {State.CONFIRMED}
        pages = [self.status_path(each) for each in PrivacyRequest.objects.all()]
        bodies = [str(sent.body) for sent in mail.outbox]
        assert sorted(page in body for page in pages for body in bodies) == [0, 0, 1, 1]

    def test_empty_selection_keeps_the_link_valid(self):
        answer = self.visitor.post(self.link, {})
        assert answer.status_code == 422
        assert "Tick at least one" in answer.content.decode()
        assert self.visitor.get(self.link).status_code == 200
        assert set(self.states().values()) == {State.RECEIVED}

    def test_a_link_confirms_no_request_of_another_address(self):
        self.send(kind="complaint", email=STRANGER, text="Theirs.")
        theirs = PrivacyRequest.objects.get(kind="complaint")
        assert theirs.reference not in self.waiting(self.link)
        assert self.visitor.post(self.link, {"reference": [theirs.reference]}).status_code == 422
        assert self.states()["complaint"] == State.RECEIVED

    def test_link_does_not_show_much_later_requests(self):
        with time_machine.travel(timezone.now() + timedelta(minutes=76), tick=False):
            self.send(kind="opt_out")
            late = PrivacyRequest.objects.get(kind="opt_out")
            assert late.reference not in self.waiting(self.link)

    def test_each_request_lapses_seven_days_after_its_own_mail(self):
        first = PrivacyRequest.objects.get(kind="access").confirm_by
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            self.send(kind="complaint", text="More.")
            self.work()
        assert PrivacyRequest.objects.get(kind="access").confirm_by == first
        with time_machine.travel(first + timedelta(minutes=1), tick=False):
            intake.lapse()
        assert self.states()["access"] == State.LAPSED
        assert self.states()["complaint"] == State.RECEIVED
        links = ConfirmationLink.objects.all()
        assert all(earlier.pk < later.pk for earlier, later in pairwise(links))
        assert links.count() == 1, "the link that is over is gone"

    def test_no_link_contains_the_address(self):
        assert ADA not in str(list(ConfirmationLink.objects.values()))

    def confirm_all(self):
        references = PrivacyRequest.objects.values_list("reference", flat=True)
        return self.visitor.post(self.link, {"reference": list(references)})
