"""One verdict on one item: who is first, who is told, and what can be taken back."""

import threading
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from blog.models import Comment
from contactatonce.brands.sites import load_sites
from contactatonce.lib.versions import Conflict
from moderation import services
from moderation.models import Verdict
from moderation.registry import consequences
from moderation.states import MOVES, IllegalMove, Refusal, State
from privacy.erasure.subjects import subject_of
from tests import factories
from tests.blog.commenting import CommentTestCase, create_comment, create_post

APPROVE, REFUSE = Verdict.Decision.APPROVE, Verdict.Decision.REFUSE


def judge(comment, decision=APPROVE, *, by, refusal="", version=None):
    return services.judge(
        model=Comment,
        pk=comment.pk,
        version=version or Comment.objects.get(pk=comment.pk).version,
        decision=decision,
        refusal=refusal,
        by=by,
    )


class VerdictTestCase(CommentTestCase):
    def setUp(self):
        super().setUp()
        self.comment = create_comment(self.post, state="held")

    def state(self):
        self.comment.refresh_from_db()
        return self.comment.state, self.comment.refusal

    def test_an_approved_item_is_public_at_once(self):
        judge(self.comment, by=self.charlie)
        assert self.state() == ("published", "")
        assert self.comment.text in self.page()

    def test_a_refused_item_has_its_reason_and_is_seen_by_nobody(self):
        judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        assert self.state() == ("refused", "rude")
        assert self.comment.text not in self.page()

    def test_the_second_moderator_is_told_who_was_first_and_changes_nothing(self):
        seen = self.comment.version
        judge(self.comment, by=self.charlie, version=seen)
        with pytest.raises(services.Overtaken, match="Charlie was faster: approved"):
            judge(self.comment, REFUSE, refusal="spam", by=self.adam, version=seen)
        assert self.state() == ("published", "")
        assert Verdict.objects.count() == 1

    def test_a_text_that_was_changed_meanwhile_is_not_approved_unseen(self):
        seen = self.comment.version
        Comment.objects.get(pk=self.comment.pk).move(State.HELD, text="Something else.")
        with pytest.raises(services.Overtaken, match="changed since you opened"):
            judge(self.comment, by=self.charlie, version=seen)
        assert self.state() == ("held", "")

    def test_a_withdrawn_or_erased_item_is_not_judged(self):
        seen = self.comment.version
        Comment.objects.get(pk=self.comment.pk).move(State.WITHDRAWN)
        with pytest.raises(services.Overtaken, match="Its author withdrew it"):
            judge(self.comment, by=self.charlie, version=seen)
        Comment.objects.all().delete()
        with pytest.raises(services.Overtaken, match="It was erased"):
            judge(self.comment, by=self.charlie, version=seen)

    def test_the_admin_log_says_who_did_what_and_nothing_of_the_text(self):
        judge(self.comment, REFUSE, refusal="spam", by=self.charlie)
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_repr) == (self.charlie, f"Comment {self.comment.pk}")
        assert entry.change_message == "Refused (spam)"

    def test_what_stands_as_it_is_to_stand_gets_no_verdict(self):
        for decision, state, refusal in ((APPROVE, "published", ""), (REFUSE, "refused", "rude")):
            Comment.objects.filter(pk=self.comment.pk).update(state=state, refusal=refusal)
            with pytest.raises(services.Overtaken, match=f"It is {state} already"):
                judge(self.comment, decision, refusal=refusal, by=self.charlie)
        assert not Verdict.objects.exists()

    def test_a_verdict_is_there_whole_or_not_at_all(self):
        with (
            mock.patch.dict(consequences, {Comment: mock.Mock(side_effect=OperationalError)}),
            pytest.raises(OperationalError),
        ):
            judge(self.comment, by=self.charlie)
        assert self.state() == ("held", "")
        assert not Verdict.objects.exists()
        assert not LogEntry.objects.exists()

    def test_it_is_taken_back_whole_or_not_at_all(self):
        verdict = judge(self.comment, by=self.charlie)
        with (
            mock.patch.object(services, "note", side_effect=OperationalError),
            pytest.raises(OperationalError),
        ):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert self.state() == ("published", "")
        verdict.refresh_from_db()
        assert verdict.undone_at is None

    def test_a_verdict_is_taken_back_within_ten_minutes(self):
        verdict = judge(self.comment, REFUSE, refusal="spam", by=self.charlie)
        with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=50), tick=False):
            services.undo(verdict_id=verdict.pk, by=self.adam)
        assert self.state() == ("held", "")
        verdict.refresh_from_db()
        assert verdict.undone_by == self.adam
        assert LogEntry.objects.latest("pk").change_message == "Took the verdict back"
        assert LogEntry.objects.latest("pk").user == self.adam
        judge(self.comment, by=self.charlie)
        assert self.state() == ("published", "")

    def test_after_ten_minutes_or_once_taken_back_it_stays(self):
        verdict = judge(self.comment, by=self.charlie)
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False),
            pytest.raises(services.Overtaken),
        ):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        services.undo(verdict_id=verdict.pk, by=self.charlie)
        with pytest.raises(services.Overtaken):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert self.state() == ("held", "")

    def test_verdicts_are_taken_back_one_after_the_other(self):
        first = judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        second = judge(self.comment, by=self.charlie)
        with pytest.raises(services.Overtaken, match="changed or removed"):
            services.undo(verdict_id=first.pk, by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        services.undo(verdict_id=first.pk, by=self.charlie)
        assert self.state() == ("held", "")

    def test_an_edit_after_a_second_verdict_was_taken_back_ends_the_first(self):
        first = judge(self.comment, by=self.charlie)
        second = judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        Comment.objects.get(pk=self.comment.pk).move(State.PUBLISHED, text="Other words.")
        with pytest.raises(services.Overtaken, match="changed or removed"):
            services.undo(verdict_id=first.pk, by=self.charlie)

    def test_it_is_found_for_who_gave_it_and_for_who_took_it_back(self):
        verdict = judge(self.comment, by=self.charlie)
        services.undo(verdict_id=verdict.pk, by=self.adam)
        for person, found in (
            (self.charlie, [verdict.pk]),
            (self.adam, [verdict.pk]),
            (self.bob, []),
        ):
            assert subject_of(person.email).keys(Verdict) == found, person

    def test_a_verdict_on_what_its_author_changed_since_stays(self):
        verdict = judge(self.comment, by=self.charlie)
        Comment.objects.get(pk=self.comment.pk).move(State.WITHDRAWN)
        with pytest.raises(services.Overtaken, match="changed or removed"):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert self.state() == ("withdrawn", "")

    def test_taking_back_a_changed_mind_brings_the_old_reason_back(self):
        judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        second = judge(self.comment, by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        assert self.state() == ("refused", "rude")


class ConstraintTestCase(CommentTestCase):
    def test_every_way_between_states_is_one_of_the_table(self):
        for before in State:
            for after in State:
                refusal = Refusal.RUDE if before == State.REFUSED else ""
                comment = create_comment(self.post, state=before, refusal=refusal)
                why = {"refusal": Refusal.SPAM} if after == State.REFUSED else {}
                if after in MOVES[before]:
                    comment.move(after, **why)
                    comment.refresh_from_db()
                    assert comment.state == after
                    assert bool(comment.refusal) == (after == State.REFUSED)
                else:
                    with pytest.raises(IllegalMove):
                        comment.move(after, **why)

    def test_the_database_takes_no_refusal_without_a_reason_and_no_reason_without_one(self):
        comment = create_comment(self.post)
        for columns in (
            {"state": "refused", "refusal": ""},
            {"state": "refused", "refusal": "mood"},
            {"state": "published", "refusal": "spam"},
            {"state": "hidden"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Comment.objects.filter(pk=comment.pk).update(**columns)

    def test_a_stale_item_moves_nothing(self):
        comment = create_comment(self.post, state="held")
        stale = Comment.objects.get(pk=comment.pk)
        comment.move(State.PUBLISHED)
        with pytest.raises(Conflict):
            stale.move(State.WITHDRAWN)
        assert Comment.objects.get(pk=comment.pk).state == "published"


class RaceTestCase(TransactionTestCase):
    """Two moderators press at the same moment, each with a connection of his own."""

    def test_one_wins_and_the_other_is_told(self):
        load_sites()
        moderators = [
            factories.create_staff(f"{name}@example.com", name, role=None)
            for name in ("Ann", "Ben")
        ]
        comment = create_comment(create_post(), state="held")
        start = threading.Barrier(2)
        told = []

        def press(moderator, decision, refusal):
            try:
                start.wait(timeout=10)
                judge(comment, decision, refusal=refusal, by=moderator, version=1)
            except services.Overtaken as overtaken:
                told.append(str(overtaken))
            finally:
                connection.close()

        threads = [
            threading.Thread(target=press, args=(moderators[0], APPROVE, "")),
            threading.Thread(target=press, args=(moderators[1], REFUSE, "spam")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        verdict = Verdict.objects.get()
        winner = verdict.by.display_name
        assert len(told) == 1
        assert told[0].startswith(f"{winner} was faster")
        expected = "published" if winner == "Ann" else "refused"
        assert Comment.objects.get(pk=comment.pk).state == expected
