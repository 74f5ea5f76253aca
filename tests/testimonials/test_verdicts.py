"""Verdicts of moderators on testimonials: only before staff and guest have agreed (P28)."""

import pytest

from moderation.models import Verdict
from moderation.services import Overtaken, judge, undo
from testimonials.models import Testimonial
from testimonials.states import State
from tests.base import StaffTestCase
from tests.moderation.base import JUDGE, QUEUE

from .factories import create_given, create_invited, create_published

APPROVE, REFUSE = Verdict.Decision.APPROVE, Verdict.Decision.REFUSE


class VerdictTestCase(StaffTestCase):
    def in_state(self, state: str) -> Testimonial:
        """Insert the only testimonial in any state: inserting fires no trigger."""
        Testimonial.objects.exclude(pk=self.published.pk).delete()
        row = Testimonial.objects.get(pk=self.published.pk)
        row.pk, row.key, row.state = None, Testimonial().key, state
        row.refusal = "spam" if state == State.REFUSED else ""
        row.save(force_insert=True)
        return row

    def judge(self, row: Testimonial, decision: Verdict.Decision) -> Verdict:
        refusal = "rude" if decision == REFUSE else ""
        return judge(
            model=Testimonial,
            pk=row.pk,
            version=row.version,
            decision=decision,
            refusal=refusal,
            by=self.charlie,
        )

    def test_verdicts_are_possible_in_few_states_and_can_be_undone(self):
        self.published = create_published(brand=self.brand, by=self.bob)
        possible = set()
        for state in State:
            for decision in (APPROVE, REFUSE):
                row = self.in_state(state)
                try:
                    verdict = self.judge(row, decision)
                except Overtaken:
                    continue
                possible.add((state, decision))
                assert undo(verdict_id=verdict.pk, by=self.charlie).state == state
        assert possible == {
            (State.SUBMITTED, APPROVE),
            (State.SUBMITTED, REFUSE),
            (State.IN_REVIEW, REFUSE),
            (State.REFUSED, APPROVE),
        }

    def test_an_invitation_is_not_approved(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        with pytest.raises(Overtaken):
            self.judge(invited, APPROVE)

    def test_an_undo_that_is_no_legal_move_is_refused(self):
        given = create_given(brand=self.brand, by=self.bob)
        verdict = self.judge(given, REFUSE)
        Verdict.objects.filter(pk=verdict.pk).update(before=State.CONFIRMED)
        with pytest.raises(Overtaken, match="no longer be undone"):
            undo(verdict_id=verdict.pk, by=self.charlie)

    def test_the_queue_offers_no_verdict_on_a_published_testimonial(self):
        self.client.force_login(self.charlie)
        published = create_published(brand=self.brand, by=self.bob)
        page = self.client.get(f"{QUEUE}?state=published")
        self.assertContains(page, "They answer within a minute.")
        self.assertNotContains(page, f'value="refuse {published.versioned_key}"')
        self.assertNotContains(page, f'name="item" value="{published.versioned_key}"')
        key = f"refuse {published.versioned_key}"
        data = {"one": key, f"refusal {published.versioned_key}": "rude"}
        assert self.client.post(JUDGE, data).status_code == 303
        assert Testimonial.objects.get(pk=published.pk).state == State.PUBLISHED
        assert not Verdict.objects.exists()
