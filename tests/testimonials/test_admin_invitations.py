"""Invitations and open links in the admin."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.models import Suppression
from privacy.outreach import opt_outs
from testimonials.admin.forms import OpenLinkForm
from testimonials.models import Invitation, OpenLink, Testimonial
from testimonials.services import giving
from testimonials.states import State
from tests.base import StaffTestCase

from .factories import answer, create_copies, create_invited, words

LIST = "/admin/testimonials/invitation/"
LINKS = "/admin/testimonials/openlink/"


class InvitationTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.alice)

    @contextmanager
    def stored_after_the_check(self):
        """Let the form's first check see nothing of what is stored."""
        check, skipped = giving.refuse_invitation, iter([True])
        with mock.patch.object(
            giving, "refuse_invitation", lambda **given: next(skipped, False) or check(**given)
        ):
            yield

    def invite(self, **typed):
        data = {"brand": self.brand.pk, "email": "Ada@example.com", "name": "Ada Example"}
        return self.client.post(f"{LIST}add/", {**data, **typed})

    def states(self, tab: str) -> list[str]:
        rows = self.client.get(f"{LIST}?show={tab}").context["cl"].result_list
        return sorted(row.progress for row in rows)

    def test_sales_invite_a_customer(self):
        assert self.invite().status_code == 302
        invited = Invitation.objects.get()
        assert (invited.state, invited.invited_by) == (State.INVITED, self.alice)
        assert invited.email_key == "ada@example.com"

    def test_a_person_has_one_open_invitation_to_a_site(self):
        self.invite()
        self.assertContains(self.invite(), "has an open invitation to this site")
        with self.stored_after_the_check():  # both were sent at once
            self.assertContains(self.invite(), "has an open invitation to this site")
        first = Invitation.objects.get()
        for _ in range(2):
            self.client.post(f"{LIST}{first.pk}/again/")
        assert Invitation.objects.open().count() == 1

    def test_an_ended_invitation_is_no_hindrance(self):
        first = create_invited(brand=self.brand, by=self.bob)
        Testimonial.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert self.invite().status_code == 302
        first.refresh_from_db()
        assert first.state == State.EXPIRED
        assert Invitation.objects.open().count() == 1

    def opt_out(self):
        opt_outs.suppress(
            address="ada@example.com", scope="all", reason=Suppression.Reason.STAFF, brand=None
        )

    def assert_refused(self, page):
        self.assertContains(page, "opted out of such mail")
        self.assertContains(page, "Ada@example.com")
        assert not Testimonial.objects.exists()

    def test_an_email_that_opted_out_is_refused_with_what_was_typed(self):
        self.opt_out()
        self.assert_refused(self.invite())

    def test_an_opt_out_after_the_check_is_refused_as_typed(self):
        self.opt_out()
        with self.stored_after_the_check():
            self.assert_refused(self.invite())

    def test_each_invitation_says_how_far_it_is(self):
        for number in range(4):
            create_invited(brand=self.brand, by=self.bob, email=f"ada{number}@example.com")
        rows, now = list(Testimonial.objects.order_by("pk")), timezone.now()
        Testimonial.objects.filter(pk=rows[1].pk).update(reminded_at=now)
        Testimonial.objects.filter(pk=rows[2].pk).update(expires_at=now - timedelta(minutes=1))
        giving.accept(testimonial=rows[3], words=words(), answer=answer(self.brand))
        assert self.states("open") == ["Invited", "Reminded"]
        assert self.states("ended") == ["Ended"]
        assert self.states("used") == ["Used"]
        assert len(self.states("all")) == 4

    def test_a_new_invitation_ends_the_earlier_one(self):
        first = create_invited(brand=self.brand, by=self.bob)
        assert self.client.post(f"{LIST}{first.pk}/again/").status_code == 302
        states = Invitation.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [State.EXPIRED, State.INVITED]

    def test_a_used_invitation_is_not_sent_again(self):
        used = create_invited(brand=self.brand, by=self.bob)
        giving.accept(testimonial=used, words=words(), answer=answer(self.brand))
        page = self.client.post(f"{LIST}{used.pk}/again/", follow=True)
        self.assertContains(page, "this is no longer possible")
        assert Invitation.objects.count() == 1

    def test_others_send_none(self):
        row = create_invited(brand=self.brand, by=self.bob)
        for user in (self.charlie, self.dora, self.erin):
            self.client.force_login(user)
            assert self.client.get(LIST).status_code == 403
            assert self.client.post(f"{LIST}{row.pk}/again/").status_code == 403
            assert self.invite().status_code == 403
        assert Invitation.objects.count() == 1
        assert mail.outbox == []

    def test_the_list_takes_the_same_queries_for_10_and_200(self):
        create_copies(create_invited(brand=self.brand, by=self.bob), 9)
        self.client.get(LIST)
        with self.assertNumQueries(8):
            self.client.get(LIST)
        create_copies(Testimonial.objects.first(), 190)
        with self.assertNumQueries(8):
            self.client.get(LIST)


class OpenLinkTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def create(self):
        return self.client.post(f"{LINKS}add/", {"brand": self.brand.pk})

    def test_a_link_is_created_shared_and_closed(self):
        assert self.create().status_code == 302
        link = OpenLink.objects.get()
        assert link.created_by == self.bob
        self.client.force_login(self.alice)
        self.assertContains(self.client.get(f"{LINKS}{link.pk}/change/"), "/testimonials/share/")
        assert self.client.post(f"{LINKS}{link.pk}/close/").status_code == 403
        self.client.force_login(self.bob)
        assert self.client.post(f"{LINKS}{link.pk}/close/").status_code == 302
        link.refresh_from_db()
        assert link.closed_at is not None
        page = self.client.get(f"{LINKS}{link.pk}/change/")
        self.assertNotContains(page, "/testimonials/share/")

    def test_two_colleagues_at_once_create_one_link(self):
        self.create()
        with mock.patch.object(
            OpenLinkForm, "clean_brand", lambda form: form.cleaned_data["brand"]
        ):
            assert self.create().status_code == 302
        assert OpenLink.objects.count() == 1

    def test_a_site_has_one_open_link(self):
        self.create()
        self.assertContains(self.create(), "This site has an open link already.")
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenLink.objects.create(brand=self.brand)
