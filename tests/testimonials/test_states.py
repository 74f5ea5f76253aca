"""The state machine of testimonials: one table for code and database."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from moderation.models import Verdict
from moderation.services import judge, undo
from moderation.states import IllegalMove
from testimonials import mailing
from testimonials.models import Edition, Event, Testimonial
from testimonials.services import clock, editing, giving
from testimonials.services.steps import Refused
from testimonials.showing import Shown
from testimonials.states import MOVES, SAYS, State
from tests.base import StaffTestCase

from .factories import (
    answer,
    create_approved,
    create_given,
    create_invited,
    create_published,
    words,
)


class MovesTestCase(StaffTestCase):
    def test_code_and_database_refuse_every_move_outside_the_table(self):
        published = create_published(brand=self.brand, by=self.bob)
        columns = {
            "published_at": timezone.now(),
            "invited_at": timezone.now(),
            "expires_at": timezone.now(),
        }
        refused = {
            "code": set(),
            "database": set(),
        }
        for before in State:
            for after in State:
                with transaction.atomic():
                    row = self.place(published, before, columns)
                    reason = "spam" if after == State.REFUSED else ""
                    if after not in MOVES[before]:
                        with pytest.raises(IllegalMove):
                            row.move(after, refusal=reason)
                        refused["code"].add((before, after))
                    try:
                        with transaction.atomic():
                            Testimonial.objects.filter(pk=row.pk).update(
                                state=after, refusal=reason
                            )
                    except DatabaseError:
                        refused["database"].add((before, after))
                    transaction.set_rollback(True)
        illegal = {(a, b) for a in State for b in State if b not in MOVES[a]}
        assert refused["code"] == illegal
        assert refused["database"] == {(a, b) for a, b in illegal if a != b}

    def place(self, published: Testimonial, state: str, columns: dict) -> Testimonial:
        """Insert a copy of a published row in any state: inserting fires no trigger."""
        row = Testimonial.objects.get(pk=published.pk)
        row.pk, row.state, row.key = None, state, Testimonial().key
        row.refusal = "spam" if state == State.REFUSED else ""
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return row

    def test_the_database_refuses_publication_without_consent(self):
        published = create_published(brand=self.brand, by=self.bob)
        for column in ("person_consent", "live_number", "published_at"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Testimonial.objects.filter(pk=published.pk).update(**{column: None})

    def test_the_database_keeps_what_the_guest_confirmed(self):
        published = create_published(brand=self.brand, by=self.bob)
        editions = Edition.objects.filter(testimonial=published)
        for column, value in {"quote": "Other words", "confirmed_at": None}.items():
            with pytest.raises(DatabaseError), transaction.atomic():
                editions.update(**{column: value})

    def test_the_history_is_not_rewritten(self):
        create_published(brand=self.brand, by=self.bob)
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.update(step="withdrawn")


def test_each_state_has_a_sentence_for_refused_steps():
    assert set(SAYS) == set(State)
    assert not any(text.endswith(".") for text in SAYS.values())


class PathTestCase(StaffTestCase):
    def steps(self, testimonial: Testimonial) -> list[str]:
        return list(testimonial.events.values_list("step", flat=True))

    def test_from_invitation_to_withdrawal(self):
        published = create_published(brand=self.brand, by=self.bob)
        assert published.state == State.PUBLISHED
        assert list(Testimonial.objects.published(self.brand)) == [published]
        assert [edition.quote for edition in Edition.objects.published(self.brand)] == [
            "They answer within a minute."
        ]
        giving.withdraw(testimonial=published)
        assert not Testimonial.objects.published().exists()
        assert not Edition.objects.published().exists()
        assert self.steps(published) == [
            "invited",
            "submitted",
            "consented",
            "approved",
            "confirmed",
            "published",
            "withdrawn",
        ]
        published.refresh_from_db()
        assert not published.person_consent.is_active
        assert not published.company_consent.is_active

    def test_an_invitation_works_once(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        giving.accept(testimonial=invited, words=words(), answer=answer(self.brand))
        again = giving.accept(
            testimonial=invited, words=words(text="Other"), answer=answer(self.brand)
        )
        assert again.text == "Other"
        assert Testimonial.objects.count() == 1
        giving.withdraw(testimonial=again)
        with pytest.raises(Refused):
            giving.accept(testimonial=invited, words=words(), answer=answer(self.brand))

    def test_an_invitation_ends(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        Testimonial.objects.filter(pk=invited.pk).update(
            expires_at=timezone.now() - timedelta(minutes=1)
        )
        with pytest.raises(Refused, match="has ended"):
            giving.accept(testimonial=invited, words=words(), answer=answer(self.brand))
        assert clock.expire() == 1
        invited.refresh_from_db()
        assert invited.state == State.EXPIRED

    def test_a_guest_is_reminded_once(self):
        create_invited(brand=self.brand, by=self.bob)
        later = timezone.now() + timedelta(days=15)
        assert [clock.remind(later), clock.remind(later)] == [1, 0]

    def test_a_testimonial_disappears_when_its_consent_ends_without_any_job(self):
        published = create_published(brand=self.brand, by=self.bob)
        ends = published.person_consent.ends_at
        before, after = ends - timedelta(seconds=1), ends
        assert Testimonial.objects.published(self.brand, before).exists()
        assert not Testimonial.objects.published(self.brand, after).exists()
        assert clock.expire(after) == 1
        published.refresh_from_db()
        assert published.state == State.EXPIRED

    def test_letters_before_the_end_leave_once_each_even_if_late(self):
        ends = create_published(brand=self.brand, by=self.bob).person_consent.ends_at
        sent = []
        for days in (31, 30, 29, 20, 7, 6, 1, -1):
            with mock.patch.object(mailing.mail_ending.__class__, "enqueue") as enqueue:
                clock.announce_ends(ends - timedelta(days=days))
            sent.append([call.args[1] for call in enqueue.call_args_list])
        assert sent == [[], [30], [30], [30], [7], [7], [7], []]

    def test_a_renewed_consent_publishes_again(self):
        published = create_published(brand=self.brand, by=self.bob)
        clock.expire(published.person_consent.ends_at)
        giving.change_consent(testimonial=published, answer=answer(self.brand))
        assert Testimonial.objects.published(self.brand).exists()

    def test_a_testimonial_appears_only_where_its_giver_agreed(self):
        published = create_published(brand=self.brand, by=self.bob)
        other = type(self.brand).objects.exclude(pk=self.brand.pk).first()
        assert not Testimonial.objects.published(other).exists()
        giving.change_consent(testimonial=published, answer=answer(other))
        assert Testimonial.objects.published(other).exists()
        assert not Testimonial.objects.published(self.brand).exists()
        social = answer(self.brand, channels=frozenset({"social"}))
        giving.change_consent(testimonial=published, answer=social)
        assert not Testimonial.objects.published().exists()

    def test_a_later_edition_asks_again_and_the_confirmed_one_stays(self):
        published = create_published(brand=self.brand, by=self.bob)
        later = editing.draft(testimonial=published, by=self.bob)
        editing.edit(edition=later, values={"quote": "They answer fast."}, by=self.bob)
        editing.approve(edition=later, by=self.bob)
        [shown] = Edition.objects.published(self.brand)
        assert (shown.number, shown.quote) == (1, "They answer within a minute.")
        editing.confirm(edition=later)
        [shown] = Edition.objects.published(self.brand)
        assert (shown.number, shown.quote) == (2, "They answer fast.")

    def test_only_the_company_that_agreed_is_shown(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        editing.edit(edition=edition, values={"company": "Other Motors"}, by=self.bob)
        edition.refresh_from_db()
        assert Shown(edition, self.brand).company == ""
        edition.company = edition.testimonial.company
        assert Shown(edition, self.brand).company == "Example Motors"

    def test_every_step_expires_with_its_consent_and_is_read_again(self):
        for number, state in enumerate(("held", "in_review", "changes", "approved")):
            email = f"{number}@example.com"
            testimonial = create_approved(brand=self.brand, by=self.bob, email=email).testimonial
            for to in ("in_review", state):
                Testimonial.objects.filter(pk=testimonial.pk).update(state=to)
            assert clock.expire(testimonial.person_consent.ends_at) == 1, state
            testimonial.refresh_from_db()
            assert testimonial.state == State.EXPIRED
            giving.change_consent(testimonial=testimonial, answer=answer(self.brand))
            testimonial.refresh_from_db()
            assert testimonial.state == State.IN_REVIEW
            giving.withdraw(testimonial=testimonial)

    def test_an_unproven_email_returns_to_the_moderators(self):
        given = create_given(brand=self.brand, by=self.bob)
        Testimonial.objects.filter(pk=given.pk).update(confirmed_at=None)
        clock.expire(given.person_consent.ends_at)
        giving.change_consent(testimonial=given, answer=answer(self.brand))
        given.refresh_from_db()
        assert given.state == State.SUBMITTED

    def test_a_consent_renewed_in_between_is_kept(self):
        published = create_published(brand=self.brand, by=self.bob)
        ends = published.person_consent.ends_at
        lock = clock.lock

        def renew_first(testimonial):
            with time_machine.travel(ends - timedelta(days=1)):
                giving.change_consent(testimonial=published, answer=answer(self.brand))
            return lock(testimonial)

        with mock.patch.object(clock, "lock", renew_first):
            assert clock.expire(ends) == 0
        published.refresh_from_db()
        assert published.state == State.PUBLISHED

    def test_an_edit_after_approval_needs_another_approval(self):
        edition = create_approved(brand=self.brand, by=self.bob)
        editing.edit(edition=edition, values={"name": "Ada E."}, by=self.bob)
        with pytest.raises(Refused):
            editing.confirm(edition=edition)
        edition.testimonial.refresh_from_db()
        assert edition.testimonial.state == State.IN_REVIEW

    def test_nothing_is_approved_without_consent(self):
        given = create_given(brand=self.brand, by=self.bob)
        edition = editing.draft(testimonial=given, by=self.bob)
        given.person_consent.withdraw()
        with pytest.raises(Refused, match="consent"):
            editing.approve(edition=edition, by=self.bob)

    def test_a_verdict_sends_a_submitted_one_to_review_and_back(self):
        given = create_given(brand=self.brand, by=self.bob)
        Testimonial.objects.filter(pk=given.pk).update(state=State.SUBMITTED)
        given.refresh_from_db()
        verdict = judge(
            model=Testimonial,
            pk=given.pk,
            version=given.version,
            decision=Verdict.Decision.APPROVE,
            by=self.charlie,
        )
        given.refresh_from_db()
        assert given.state == State.IN_REVIEW
        undo(verdict_id=verdict.pk, by=self.charlie)
        given.refresh_from_db()
        assert given.state == State.SUBMITTED
