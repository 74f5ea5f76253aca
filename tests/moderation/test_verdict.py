"""Verdicts, conflicts between moderators, and undo."""

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
from privacy.erasure.identifiers import subject_of
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

    def test_approved_item_is_public_at_once(self):
        judge(self.comment, by=self.charlie)
        assert self.state() == ("published", "")
        assert self.comment.text in self.page()

    def test_refused_item_is_hidden_and_has_its_reason(self):
        judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        assert self.state() == ("refused", "rude")
        assert self.comment.text not in self.page()

    def test_second_moderator_sees_who_was_first(self):
        seen = self.comment.version
        judge(self.comment, by=self.charlie, version=seen)
        with pytest.raises(services.Overtaken, match="Charlie was faster: approved"):
            judge(self.comment, REFUSE, refusal="spam", by=self.adam, version=seen)
        assert self.state() == ("published", "")
        assert Verdict.objects.count() == 1

    def test_edited_text_is_not_approved_unseen(self):
        seen = self.comment.version
        Comment.objects.get(pk=self.comment.pk).move(State.HELD, text="Something else.")
        with pytest.raises(services.Overtaken, match="changed since you opened"):
            judge(self.comment, by=self.charlie, version=seen)
        assert self.state() == ("held", "")

    def test_withdrawn_or_erased_item_cannot_be_judged(self):
        seen = self.comment.version
        Comment.objects.get(pk=self.comment.pk).move(State.WITHDRAWN)
        with pytest.raises(services.Overtaken, match="Its author withdrew it"):
            judge(self.comment, by=self.charlie, version=seen)
        Comment.objects.all().delete()
        with pytest.raises(services.Overtaken, match="It was erased"):
            judge(self.comment, by=self.charlie, version=seen)

    def test_admin_log_contains_no_text(self):
        judge(self.comment, REFUSE, refusal="spam", by=self.charlie)
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_repr) == (self.charlie, f"Comment {self.comment.pk}")
        assert entry.change_message == "Refused (spam)"

    def test_no_verdict_without_a_change_of_state(self):
        for decision, state, refusal in ((APPROVE, "published", ""), (REFUSE, "refused", "rude")):
            Comment.objects.filter(pk=self.comment.pk).update(state=state, refusal=refusal)
            with pytest.raises(services.Overtaken, match=f"It is already {state}"):
                judge(self.comment, decision, refusal=refusal, by=self.charlie)
        assert not Verdict.objects.exists()

    def test_judge_is_atomic(self):
        with (
            mock.patch.dict(consequences, {Comment: mock.Mock(side_effect=OperationalError)}),
            pytest.raises(OperationalError),
        ):
            judge(self.comment, by=self.charlie)
        assert self.state() == ("held", "")
        assert not Verdict.objects.exists()
        assert not LogEntry.objects.exists()

    def test_undo_is_atomic(self):
        verdict = judge(self.comment, by=self.charlie)
        with (
            mock.patch.object(services, "note", side_effect=OperationalError),
            pytest.raises(OperationalError),
        ):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert self.state() == ("published", "")
        verdict.refresh_from_db()
        assert verdict.undone_at is None

    def test_undo_within_ten_minutes(self):
        verdict = judge(self.comment, REFUSE, refusal="spam", by=self.charlie)
        with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=50), tick=False):
            services.undo(verdict_id=verdict.pk, by=self.adam)
        assert self.state() == ("held", "")
        verdict.refresh_from_db()
        assert verdict.undone_by == self.adam
        assert LogEntry.objects.latest("pk").change_message == "Verdict undone"
        assert LogEntry.objects.latest("pk").user == self.adam
        judge(self.comment, by=self.charlie)
        assert self.state() == ("published", "")

    def test_no_undo_after_ten_minutes_or_twice(self):
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

    def test_verdicts_are_undone_from_the_last_one_back(self):
        first = judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        second = judge(self.comment, by=self.charlie)
        with pytest.raises(services.Overtaken, match="has changed since"):
            services.undo(verdict_id=first.pk, by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        services.undo(verdict_id=first.pk, by=self.charlie)
        assert self.state() == ("held", "")

    def test_no_undo_of_the_first_verdict_after_an_edit(self):
        first = judge(self.comment, by=self.charlie)
        second = judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        Comment.objects.get(pk=self.comment.pk).move(State.PUBLISHED, text="Other words.")
        with pytest.raises(services.Overtaken, match="has changed since"):
            services.undo(verdict_id=first.pk, by=self.charlie)

    def test_subject_search_finds_both_moderators(self):
        verdict = judge(self.comment, by=self.charlie)
        services.undo(verdict_id=verdict.pk, by=self.adam)
        for person, found in (
            (self.charlie, [verdict.pk]),
            (self.adam, [verdict.pk]),
            (self.bob, []),
        ):
            assert subject_of(person.email).keys(Verdict) == found, person

    def test_no_undo_after_the_author_withdrew(self):
        verdict = judge(self.comment, by=self.charlie)
        Comment.objects.get(pk=self.comment.pk).move(State.WITHDRAWN)
        with pytest.raises(services.Overtaken, match="has changed since"):
            services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert self.state() == ("withdrawn", "")

    def test_undo_restores_the_earlier_reason(self):
        judge(self.comment, REFUSE, refusal="rude", by=self.charlie)
        second = judge(self.comment, by=self.charlie)
        services.undo(verdict_id=second.pk, by=self.charlie)
        assert self.state() == ("refused", "rude")


class ConstraintTestCase(CommentTestCase):
    def test_only_listed_transitions_are_allowed(self):
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

    def test_database_requires_a_reason_for_refusals_only(self):
        comment = create_comment(self.post)
        for columns in (
            {"state": "refused", "refusal": ""},
            {"state": "refused", "refusal": "mood"},
            {"state": "published", "refusal": "spam"},
            {"state": "hidden"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Comment.objects.filter(pk=comment.pk).update(**columns)

    def test_stale_item_cannot_move(self):
        comment = create_comment(self.post, state="held")
        stale = Comment.objects.get(pk=comment.pk)
        comment.move(State.PUBLISHED)
        with pytest.raises(Conflict):
            stale.move(State.WITHDRAWN)
        assert Comment.objects.get(pk=comment.pk).state == "published"


class RaceTestCase(TransactionTestCase):
    def test_only_the_first_of_two_moderators_wins(self):
        load_sites()
        moderators = [
            factories.create_staff(f"{name}@example.com", name, role=None)
            for name in ("Ann", "Ben")
        ]
        comment = create_comment(create_post(), state="held")
        start = threading.Barrier(2)
        messages = []

        def press(moderator, decision, refusal):
            try:
                start.wait(timeout=10)
                judge(comment, decision, refusal=refusal, by=moderator, version=1)
            except services.Overtaken as overtaken:
                messages.append(str(overtaken))
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
        assert len(messages) == 1
        assert messages[0].startswith(f"{winner} was faster")
        expected = "published" if winner == "Ann" else "refused"
        assert Comment.objects.get(pk=comment.pk).state == expected
